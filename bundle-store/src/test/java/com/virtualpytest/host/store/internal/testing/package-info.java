/** What tests of the store share. */
package com.virtualpytest.host.store.internal.testing;
