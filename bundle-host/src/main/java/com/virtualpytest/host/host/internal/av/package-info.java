/** Pictures over REST, whichever driver brings them. */
package com.virtualpytest.host.host.internal.av;
