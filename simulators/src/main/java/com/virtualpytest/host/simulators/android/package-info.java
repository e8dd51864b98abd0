/** A virtual Android phone or TV that the real adb server accepts. */
package com.virtualpytest.host.simulators.android;
