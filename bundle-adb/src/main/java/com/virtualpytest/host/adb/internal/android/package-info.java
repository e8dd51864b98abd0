/** What is done on an Android device by means of its shell: input, programs, screen. */
package com.virtualpytest.host.adb.internal.android;
