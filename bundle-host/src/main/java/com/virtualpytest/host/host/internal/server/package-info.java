/** The link to the test server: registration, ping, unregistration. */
package com.virtualpytest.host.host.internal.server;
