/**
 * What a driver author implements ({@code Driver}, {@code Controller}) and what the host gives for
 * it.
 */
@Export
@Version("1.0.0")
package com.virtualpytest.host.api.driver;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
