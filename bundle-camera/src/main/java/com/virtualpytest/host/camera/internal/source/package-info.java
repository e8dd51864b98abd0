/** Where pictures come from. */
package com.virtualpytest.host.camera.internal.source;
