/** Checks of the packed distribution. */
package com.virtualpytest.host.distribution.internal;
