/** Figures of the host in the form that Prometheus reads. */
package com.virtualpytest.host.host.internal.metrics;
