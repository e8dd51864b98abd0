/**
 * The host's own pages of the web console, Devices and Drivers, and what keeps the console's own
 * page of bundles from changing bundles past the host.
 */
package com.virtualpytest.host.host.internal.console.page;
