/** The ways to a console: a serial port of this machine, or one behind TCP. */
package com.virtualpytest.host.serial.internal.port;
