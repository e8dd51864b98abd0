package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.simulators.android.Profile;

/** The driver for Android phones keeps to the contract of drivers. */
class AndroidMobileContractTest extends AdbContract {
  AndroidMobileContractTest() {
    super("android_mobile", Profile.PHONE);
  }

  @Override
  Driver driver(OpenDevices open) {
    return new AndroidMobileDriver(open);
  }
}
