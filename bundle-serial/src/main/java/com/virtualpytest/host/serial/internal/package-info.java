/** Serial consoles that many can watch and one can type into. */
package com.virtualpytest.host.serial.internal;
