/** What is done on the desktop: programs, keys, pointer, pictures. Plain Java, no OSGi. */
package com.virtualpytest.host.display.internal.automation;
