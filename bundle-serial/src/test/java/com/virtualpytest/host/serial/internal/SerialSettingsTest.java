package com.virtualpytest.host.serial.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.serial.internal.port.LineSettings;
import com.virtualpytest.host.serial.internal.port.LineSettings.Flow;
import com.virtualpytest.host.serial.internal.port.LineSettings.Parity;
import com.virtualpytest.host.serial.internal.port.LineSettings.StopBits;
import com.virtualpytest.host.serial.internal.port.PortAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SerialSettingsTest {

  private static SerialSettings read(Map<String, String> settings) throws SettingException {
    DeviceDefinition device = new DeviceDefinition("device3", "Board", "linux", settings);
    return SerialSettings.from(device, variable -> Optional.empty());
  }

  @Test
  void aPathIsEnough() throws SettingException {
    SerialSettings settings = read(Map.of("SERIAL_PORT", "/dev/ttyUSB0"));

    assertThat(settings.address()).isEqualTo(new PortAddress.Local(Path.of("/dev/ttyUSB0")));
    assertThat(settings.line()).isEqualTo(LineSettings.DEFAULT);
    assertThat(settings.tcpPort()).isZero();
    assertThat(settings.tcpBind()).isEqualTo("127.0.0.1");
  }

  @Test
  void aPathMayHaveWhatNamesOfAdaptersHave() throws SettingException {
    String path = "/dev/serial/by-id/usb-Maker_Port#2@1.0+x:y,z=0-if00";

    assertThat(read(Map.of("SERIAL_PORT", path)).address())
        .isEqualTo(new PortAddress.Local(Path.of(path)));
  }

  @Test
  void everythingCanBeSet() throws SettingException {
    SerialSettings settings =
        read(
            Map.of(
                "SERIAL_PORT", "rfc2217://[::1]:4000",
                "SERIAL_BAUD", "9600",
                "SERIAL_DATA_BITS", "7",
                "SERIAL_PARITY", "Even",
                "SERIAL_STOP_BITS", "2",
                "SERIAL_FLOW", "rtscts",
                "SERIAL_TCP_PORT", "5000",
                "SERIAL_LOG_MB", "1"));

    assertThat(settings.address()).isEqualTo(new PortAddress.Rfc2217("::1", 4000));
    assertThat(settings.line())
        .isEqualTo(new LineSettings(9600, 7, Parity.EVEN, StopBits.TWO, Flow.RTSCTS));
    assertThat(settings.tcpPort()).isEqualTo(5000);
    assertThat(settings.logBytes()).isEqualTo(1 << 20);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SERIAL_PORT | ttyUSB0",
        "SERIAL_PORT | /dev/tty; rm -rf x",
        "SERIAL_PORT | tcp://host",
        "SERIAL_PORT | tcp://host:70000",
        "SERIAL_PORT | http://host:80",
        "SERIAL_BAUD | fast",
        "SERIAL_DATA_BITS | 9",
        "SERIAL_PARITY | maybe",
        "SERIAL_STOP_BITS | 3",
        "SERIAL_FLOW | both",
        "SERIAL_TCP_PORT | 70000",
      })
  void aWrongOneIsNamed(String name, String value) {
    Map<String, String> settings = new HashMap<>(Map.of("SERIAL_PORT", "/dev/ttyUSB0"));
    settings.put(name, value);

    assertThatThrownBy(() -> read(settings))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("DEVICE3_" + name + " must be ");
  }
}
