/** adbd's side of the wire: packets, streams, and the services that a host can open. */
package com.virtualpytest.host.simulators.android.transport;
