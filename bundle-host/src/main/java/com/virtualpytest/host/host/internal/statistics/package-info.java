/** Figures about the machine that the host runs on. */
package com.virtualpytest.host.host.internal.statistics;
