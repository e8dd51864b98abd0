/** VNC and noVNC: who may look, the password, the client's files. */
package com.virtualpytest.host.display.internal.vnc;
