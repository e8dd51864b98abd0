/** Tapo smart plugs of every firmware generation. */
package com.virtualpytest.host.tapo.internal;
