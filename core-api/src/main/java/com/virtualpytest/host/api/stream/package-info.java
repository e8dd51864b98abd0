/** Byte streams that bundles own and that the host offers to clients as WebSockets. */
@Export
@Version("1.0.0")
package com.virtualpytest.host.api.stream;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
