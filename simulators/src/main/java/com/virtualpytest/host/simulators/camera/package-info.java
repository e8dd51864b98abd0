/** A network camera: pictures over HTTP. */
package com.virtualpytest.host.simulators.camera;
