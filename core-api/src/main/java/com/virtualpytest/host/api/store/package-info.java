/**
 * What the host and its store tell each other: commands that have ended, figures of the machine and
 * its devices, and what was stored.
 */
@Export
@Version("1.0.0")
package com.virtualpytest.host.api.store;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
