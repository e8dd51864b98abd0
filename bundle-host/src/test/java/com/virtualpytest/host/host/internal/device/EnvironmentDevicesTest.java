package com.virtualpytest.host.host.internal.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.api.device.DeviceDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EnvironmentDevicesTest {

  @Test
  void aDeviceExistsWhenItHasAName() {
    List<DeviceDefinition> devices =
        devices(
            Map.of(
                "DEVICE12_NAME", "Last",
                "DEVICE2_NAME", "TV",
                "DEVICE2_MODEL", "android_tv",
                "DEVICE2_POWER_IP", "10.0.0.2",
                "DEVICE2_bluetooth_device", "hci0",
                "DEVICE3_IP", "10.0.0.3",
                "DEVICE4_NAME", ""));

    assertThat(devices)
        .extracting(DeviceDefinition::id)
        .containsExactly("host", "device2", "device12");
    assertThat(devices.get(1).model()).isEqualTo("android_tv");
    assertThat(devices.get(1).settings())
        .isEqualTo(Map.of("POWER_IP", "10.0.0.2", "bluetooth_device", "hci0"));
    assertThat(devices.get(2).model()).isEqualTo("unknown");
  }

  @Test
  void numbersOutsideOfOneToTwelveAreNoDevices() {
    List<DeviceDefinition> devices =
        devices(Map.of("DEVICE0_NAME", "a", "DEVICE13_NAME", "b", "DEVICE01_NAME", "c"));

    assertThat(devices).extracting(DeviceDefinition::id).containsExactly("host");
  }

  @Test
  void theHostDeviceHasTheHostsSettingsWithoutItsKeys() {
    DeviceDefinition host =
        devices(
                Map.of(
                    "HOST_NAME", "lab",
                    "HOST_VNC_PASSWORD", "for the display",
                    "HOST_API_KEY", "not for drivers",
                    "API_KEY", "neither"))
            .get(0);

    assertThat(host.name()).isEqualTo("lab_Host");
    assertThat(host.model()).isEqualTo("host_vnc");
    assertThat(host.settings()).isEqualTo(Map.of("VNC_PASSWORD", "for the display"));
  }

  @Test
  void variablesThatNobodyReadsAreFound() {
    EnvironmentDevices environment =
        new EnvironmentDevices(
            Map.of(
                "DEVICE1_NAME", "a",
                "DEVICE1_POWER_PWD_FILE", "/run/secrets/p",
                "DEVICE1_SERIAL_PORT", "/dev/ttyUSB0",
                "DEVICE1_POWR_IP", "typo",
                "DEVICE13_NAME", "too far",
                "xDEVICE1_IP", "switched off"));

    assertThat(environment.unknown(Set.of("SERIAL_PORT")))
        .containsExactly("DEVICE13_NAME", "DEVICE1_POWR_IP");
  }

  private static List<DeviceDefinition> devices(Map<String, String> variables) {
    return new EnvironmentDevices(variables).devices();
  }
}
