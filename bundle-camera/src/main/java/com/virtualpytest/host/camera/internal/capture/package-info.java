/** The one ffmpeg of a source: its arguments, and the pictures that it hands over. */
package com.virtualpytest.host.camera.internal.capture;
