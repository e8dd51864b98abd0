/** The screen: pages laid out once, for the picture and for the UI dump alike. */
package com.virtualpytest.host.simulators.android.ui;
