/** Keeps what happens on this host: metrics, incidents, events and commands. */
package com.virtualpytest.host.store.internal;
