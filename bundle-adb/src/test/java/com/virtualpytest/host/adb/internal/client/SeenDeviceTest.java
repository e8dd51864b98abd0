package com.virtualpytest.host.adb.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenDeviceTest {

  @Test
  void aDeviceWithoutRightsSaysSo() {
    String lines =
        """
        0123456789       no permissions (user in plugdev group; are your udev rules wrong?); see [http://developer.android.com/tools/device.html] usb:1-1 transport_id:3
        10.0.0.5:5555    device product:p model:m device:d transport_id:4
        """;
    assertThat(SeenDevice.parse(lines))
        .containsExactly(
            new SeenDevice("0123456789", "no permissions", null, null, "3"),
            new SeenDevice("10.0.0.5:5555", "device", "p", "m", "4"));
  }
}
