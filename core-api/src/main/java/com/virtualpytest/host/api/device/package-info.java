/** What is lent: devices, what they can do, and in which state they are. Passive data only. */
@Export
@Version("1.0.0")
package com.virtualpytest.host.api.device;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
