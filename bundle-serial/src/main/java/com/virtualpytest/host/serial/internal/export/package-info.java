/** Offers consoles over TCP, to programs that speak RFC 2217 or plain telnet. */
package com.virtualpytest.host.serial.internal.export;
