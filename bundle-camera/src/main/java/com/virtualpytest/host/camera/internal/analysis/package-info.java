/** What is seen and heard in the frames. */
package com.virtualpytest.host.camera.internal.analysis;
