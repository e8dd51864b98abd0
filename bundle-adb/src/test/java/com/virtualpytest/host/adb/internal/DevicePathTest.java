package com.virtualpytest.host.adb.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.api.http.ApiException;
import org.junit.jupiter.api.Test;

class DevicePathTest {
  private static final String FOLDER = "/sdcard/a/";

  @Test
  void aPathHasAtMostThousandBytes() {
    String longest = FOLDER + "é".repeat(495);
    assertThat(DevicePath.require(longest)).isEqualTo(longest);
    assertThatThrownBy(() -> DevicePath.require(longest + "x"))
        .isInstanceOf(ApiException.class)
        .hasMessage("path is not a path");
  }
}
