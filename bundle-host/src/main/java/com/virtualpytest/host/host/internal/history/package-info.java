/** What the store has kept, for clients. */
package com.virtualpytest.host.host.internal.history;
