/**
 * Starts the OSGi framework with the bundles of {@code system/}, hands them the settings, and ends
 * it in order. Knows nothing of devices or HTTP routes.
 */
package com.virtualpytest.host.launcher;
