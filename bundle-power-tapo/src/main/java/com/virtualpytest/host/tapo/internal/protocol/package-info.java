/** What Tapo plugs speak on the wire: plain Java, usable without the runtime. */
package com.virtualpytest.host.tapo.internal.protocol;
