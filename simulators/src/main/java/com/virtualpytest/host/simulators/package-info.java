/** Virtual hardware that speaks the wire protocols of the real. One package per kind. */
package com.virtualpytest.host.simulators;
