/** What a bundle's own REST resources share with the host's: one error shape, body limits. */
@Export
@Version("1.0.0")
package com.virtualpytest.host.api.http;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
