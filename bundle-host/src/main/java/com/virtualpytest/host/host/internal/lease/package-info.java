/** Who holds a device, for those who want to know. */
package com.virtualpytest.host.host.internal.lease;
