/** Rows on disk, until the database has them. */
package com.virtualpytest.host.store.internal.spool;
