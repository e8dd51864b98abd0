/** Serial consoles: the driver, its settings and its commands. */
package com.virtualpytest.host.serial.internal;
