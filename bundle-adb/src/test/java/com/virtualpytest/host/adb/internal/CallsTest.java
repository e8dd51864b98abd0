package com.virtualpytest.host.adb.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import org.junit.jupiter.api.Test;

class CallsTest {
  private final Calls calls = new Calls();

  private void begin(String serial) {
    calls.begin(serial, "device1");
  }

  private void assertFull(String serial, String text) {
    assertThatThrownBy(() -> begin(serial))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.LANE_FULL);
              assertThat(e.deviceId()).isEqualTo("device1");
            })
        .hasMessage(text);
  }

  @Test
  void oneDeviceTakesOnlySoMany() {
    for (int i = 0; i < Calls.PER_DEVICE; i++) {
      begin("a");
    }
    assertFull("a", "6 calls to this device are under way already");
    begin("b");
    calls.end("a");
    begin("a");
    assertFull("a", "6 calls to this device are under way already");
  }

  @Test
  void allTogetherTakeOnlySoMany() {
    for (int i = 0; i < Calls.TOTAL; i++) {
      begin("device-" + i / 2);
    }
    assertFull("another", "24 calls to devices are under way already");
    calls.end("device-0");
    begin("another");
  }
}
