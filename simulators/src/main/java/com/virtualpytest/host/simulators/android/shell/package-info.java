/** A small shell that reads a command line as mksh does. */
package com.virtualpytest.host.simulators.android.shell;
