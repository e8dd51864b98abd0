package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.simulators.android.Profile;

/** The driver for Android TVs keeps to the contract of drivers. */
class AndroidTvContractTest extends AdbContract {
  AndroidTvContractTest() {
    super("android_tv", Profile.TV);
  }

  @Override
  Driver driver(OpenDevices open) {
    return new AndroidTvDriver(open);
  }
}
