/** The programs that the shell finds on the device. */
package com.virtualpytest.host.simulators.android.tool;
