/** Recordings made of pictures. */
package com.virtualpytest.host.camera.internal.recording;
