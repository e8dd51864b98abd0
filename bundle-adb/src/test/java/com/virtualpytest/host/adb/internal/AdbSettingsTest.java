package com.virtualpytest.host.adb.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.http.ApiException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdbSettingsTest {

  private static AdbSettings read(Map<String, String> settings) throws SettingException {
    return AdbSettings.from(new DeviceDefinition("device1", "Phone", "android_mobile", settings));
  }

  @Test
  void withoutAnAddressNothingIsGuessed() {
    assertThatThrownBy(() -> read(Map.of())).hasMessage("DEVICE1_IP is not set");
  }

  @ParameterizedTest
  @CsvSource({
    "192.168.1.50,,192.168.1.50:5555",
    "tv.lan,5556,tv.lan:5556",
    "fe80::1,5555,[fe80::1]:5555"
  })
  void anAddressIsASerial(String ip, String port, String serial) throws Exception {
    Map<String, String> settings = port == null ? Map.of("IP", ip) : Map.of("IP", ip, "PORT", port);
    assertThat(read(settings)).isEqualTo(new AdbSettings(serial, true));
  }

  @Test
  void aSerialNumberWins() throws Exception {
    assertThat(read(Map.of("ADB_SERIAL", "R58M1234ABC", "IP", "10.0.0.1")))
        .isEqualTo(new AdbSettings("R58M1234ABC", false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.1:5555", "a b", "$(id)", "-x", "a;b", "a/b", "host:transport-any"})
  void anAddressIsNothingElse(String ip) {
    assertThatThrownBy(() -> read(Map.of("IP", ip)))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("DEVICE1_IP must be");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "$(id)", "-x", "a;b", "a/b", "a\nb", "\u00e4"})
  void aSerialIsNothingElse(String serial) {
    assertThatThrownBy(() -> read(Map.of("ADB_SERIAL", serial)))
        .hasMessageStartingWith("DEVICE1_ADB_SERIAL must be");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:5555,127.0.0.1:5555",
    "192.168.1.9:5555,192.168.1.9:5555",
    "100.64.1.1:5555,100.64.1.1:5555",
    "[::1]:5555,[0:0:0:0:0:0:0:1]:5555"
  })
  void callersMayConnectToThePrivateNetwork(String address, String resolved) {
    assertThat(PrivateAddress.resolve(address)).isEqualTo(resolved);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8:5555",
        "169.254.169.254:80",
        "0.0.0.0:5555",
        "10.0.0.1",
        "10.0.0.1:0",
        "10.0.0.1:99999",
        "a b:5555",
        ":5555",
        ""
      })
  void callersMayConnectNowhereElse(String address) {
    assertThatThrownBy(() -> PrivateAddress.resolve(address)).isInstanceOf(ApiException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/sdcard/a b.txt", "/sdcard", "/data/local/tmp/x", "/storage/emulated/0/D/y"})
  void filesAreBelowTheirRoots(String path) {
    assertThat(DevicePath.require(path)).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/hosts",
        "/sdcard/../etc/x",
        "/sdcardx/y",
        "sdcard/x",
        "/sdcard/a\nb",
        "/",
        ""
      })
  void filesAreNowhereElse(String path) {
    assertThatThrownBy(() -> DevicePath.require(path)).isInstanceOf(ApiException.class);
  }
}
