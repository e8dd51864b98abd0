/** Pictures of HDMI, USB cameras, network streams and displays. */
package com.virtualpytest.host.camera.internal;
