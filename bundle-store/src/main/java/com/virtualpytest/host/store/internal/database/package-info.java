/** The database: where it is, its tables, how rows are written and read. */
package com.virtualpytest.host.store.internal.database;
