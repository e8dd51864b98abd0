/** Telnet and its COM-PORT option (RFC 854, 855, 2217), both ends, without sockets or threads. */
package com.virtualpytest.host.serial.internal.protocol;
