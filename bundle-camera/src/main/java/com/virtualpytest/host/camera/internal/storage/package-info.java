/** What is kept of the files, where, and for how long. */
package com.virtualpytest.host.camera.internal.storage;
