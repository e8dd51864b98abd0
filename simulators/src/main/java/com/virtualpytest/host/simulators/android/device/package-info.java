/** What a device holds: files, packages, properties, its log. */
package com.virtualpytest.host.simulators.android.device;
