/** Waits for patterns in what a device prints. */
package com.virtualpytest.host.serial.internal.expect;
