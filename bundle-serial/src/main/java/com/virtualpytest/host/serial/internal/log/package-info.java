/** Keeps what devices print: the newest in memory, more of it on disk, all of it with offsets. */
package com.virtualpytest.host.serial.internal.log;
