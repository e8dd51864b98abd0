/** A small Linux board behind a serial console, on a pseudo terminal. */
package com.virtualpytest.host.simulators.board;
