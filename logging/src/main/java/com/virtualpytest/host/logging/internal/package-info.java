/** How the host's log is written. */
package com.virtualpytest.host.logging.internal;
