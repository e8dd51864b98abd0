/** Child programs under the host's supervision. */
@Export
@Version("1.0.0")
package com.virtualpytest.host.api.process;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
