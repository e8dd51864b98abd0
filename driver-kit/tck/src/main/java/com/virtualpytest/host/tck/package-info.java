/**
 * The contract of drivers as JUnit tests. An author writes one class, {@link
 * com.virtualpytest.host.tck.DriverContract}'s subclass, which says how the driver is made and what
 * its hardware does; the tests come with it.
 */
package com.virtualpytest.host.tck;
