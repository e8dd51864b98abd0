/** A client of the adb server, in plain Java. */
package com.virtualpytest.host.adb.internal.client;
