package com.virtualpytest.host.api.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DeviceDefinitionTest {

  private final DeviceDefinition device =
      new DeviceDefinition(
          "device2",
          "TV",
          "android_tv",
          Map.of(
              "POWER_NAME", "My Tapo P110",
              "POWER_PWD", "hunter2",
              "PORT", "5555",
              "BAD_PORT", "70000",
              "FLAG", "yes"));

  @Test
  void namesTheVariableThatIsMissing() {
    assertThatThrownBy(() -> device.require("POWER_IP"))
        .isInstanceOf(SettingException.class)
        .hasMessage("DEVICE2_POWER_IP is not set");
  }

  @Test
  void namesTheVariableThatIsWrongAndWhatIsAllowed() {
    assertThatThrownBy(() -> device.integer("BAD_PORT", 0, 1, 65_535))
        .hasMessage("DEVICE2_BAD_PORT must be a whole number from 1 to 65535, was 70000");
    assertThatThrownBy(() -> device.flag("PORT", false))
        .hasMessage("DEVICE2_PORT must be true or false, was 5555");
  }

  @Test
  void readsNumbersAndSwitchesWithTheirFallbacks() throws SettingException {
    assertThat(device.integer("PORT", 1, 1, 65_535)).isEqualTo(5555);
    assertThat(device.integer("NOT_THERE", 7, 1, 65_535)).isEqualTo(7);
    assertThat(device.flag("FLAG", false)).isTrue();
    assertThat(device.flag("NOT_THERE", true)).isTrue();
  }

  @Test
  void findsAPartOfASettingInAnyCase() {
    assertThat(device.has("POWER_NAME", "tapo")).isTrue();
    assertThat(device.has("POWER_NAME", "shelly")).isFalse();
    assertThat(device.has("POWER_IP", "tapo")).isFalse();
  }

  @Test
  void showsNoSettingsInItsText() {
    assertThat(device.toString()).contains("device2").doesNotContain("hunter2", "5555");
  }
}
