package com.virtualpytest.host.tapo.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.tapo.internal.protocol.Account;
import com.virtualpytest.host.tck.TestContext;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TapoSettingsTest {

  private static TapoSettings read(String ip, Map<String, String> host) throws SettingException {
    Map<String, String> settings = new HashMap<>(Map.of("POWER_NAME", "tapo", "POWER_IP", ip));
    settings.put("POWER_EMAIL", "me@example.com");
    settings.put("POWER_PWD", " spaces count ");
    DeviceDefinition device = new DeviceDefinition("device2", "TV", "android_tv", settings);
    return TapoSettings.from(device, TestContext.settings(host));
  }

  @ParameterizedTest
  @CsvSource({
    "192.168.1.7, 192.168.1.7",
    "10.0.0.7:8080, 10.0.0.7:8080",
    "' 172.16.3.4 ', 172.16.3.4",
    "127.0.0.1:21000, 127.0.0.1:21000",
    "localhost:21000, 127.0.0.1:21000",
    "169.254.1.1, 169.254.1.1",
    "fd00::7, fd00:0:0:0:0:0:0:7",
    "[fd00::7]:8080, [fd00:0:0:0:0:0:0:7]:8080"
  })
  void privateAddressesAreTaken(String value, String shown) throws SettingException {
    assertThat(read(value, Map.of()).address()).hasToString(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "8.8.8.8:80", "172.32.0.1", "2001:db8::1", "0.0.0.0"})
  void publicAddressesAreNot(String value) {
    assertThatThrownBy(() -> read(value, Map.of()))
        .isInstanceOf(SettingException.class)
        .hasMessage(
            "DEVICE2_POWER_IP must be a private address, was "
                + value
                + " (TAPO_ALLOW_PUBLIC=true allows it)");
  }

  @Test
  void unlessTheyAreAllowed() throws SettingException {
    assertThat(read("8.8.8.8", Map.of("TAPO_ALLOW_PUBLIC", "true")).address())
        .hasToString("8.8.8.8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plug.example.org",
        "192.168.1",
        "192.168.1.999",
        "192.168.1.7:0",
        "http://x",
        ":"
      })
  void whatIsNoAddressIsRefused(String value) {
    assertThatThrownBy(() -> read(value, Map.of()))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("DEVICE2_POWER_IP must be an IP address, or address:port");
  }

  @Test
  void aPlugsOwnAccountWins() throws SettingException {
    Map<String, String> host = Map.of("TAPO_USERNAME", "all", "TAPO_PASSWORD", "theirs");

    assertThat(read("192.168.1.7", host).account())
        .isEqualTo(new Account("me@example.com", " spaces count "));
    assertThat(read("192.168.1.7", host).toString()).doesNotContain("me@", "spaces");
  }

  @Test
  void withoutAnyAccountTheVariableIsNamed() {
    DeviceDefinition device =
        new DeviceDefinition("device2", "TV", "x", Map.of("POWER_IP", "192.168.1.7"));

    assertThatThrownBy(() -> TapoSettings.from(device, TestContext.settings(Map.of())))
        .hasMessage("DEVICE2_POWER_EMAIL is not set, and neither is TAPO_USERNAME");
  }

  @Test
  void subnetsAreSpelledOut() throws SettingException {
    assertThat(
            TapoSettings.subnets(
                TestContext.settings(
                    Map.of("TAPO_DISCOVERY_SUBNETS", "192.168.1.0/30, 127.0.0.1:21000"))))
        .extracting(Object::toString)
        .containsExactly("192.168.1.1", "192.168.1.2", "127.0.0.1:21000");
    assertThat(
            TapoSettings.subnets(
                TestContext.settings(Map.of("TAPO_DISCOVERY_SUBNETS", "10.1.2.3/24"))))
        .hasSize(254);
  }

  @Test
  void tooLargeSubnetsAreRefused() {
    assertThatThrownBy(
            () ->
                TapoSettings.subnets(
                    TestContext.settings(Map.of("TAPO_DISCOVERY_SUBNETS", "10.0.0.0/8"))))
        .hasMessage("TAPO_DISCOVERY_SUBNETS must name subnets from /22 to /32, was 10.0.0.0/8");
  }
}
