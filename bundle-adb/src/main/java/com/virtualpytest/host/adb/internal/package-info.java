/** Android phones and TVs, over the adb server. */
package com.virtualpytest.host.adb.internal;
