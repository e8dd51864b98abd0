/** The host's display: processes, who may look, what can be done on it. */
package com.virtualpytest.host.display.internal;
