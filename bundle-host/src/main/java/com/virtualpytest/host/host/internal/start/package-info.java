/** When the system bundles have all started. */
package com.virtualpytest.host.host.internal.start;
