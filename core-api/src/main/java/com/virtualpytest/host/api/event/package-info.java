/** Names of the events that the host publishes through OSGi Event Admin. */
@Export
@Version("1.0.0")
package com.virtualpytest.host.api.event;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
