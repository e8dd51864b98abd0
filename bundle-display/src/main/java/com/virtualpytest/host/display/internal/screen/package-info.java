/** X: what it shows, who serves it. Plain Java, no OSGi. */
package com.virtualpytest.host.display.internal.screen;
