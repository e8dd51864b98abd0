package com.virtualpytest.host.serial.internal;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.device.Settings;
import com.virtualpytest.host.serial.internal.port.LineSettings;
import com.virtualpytest.host.serial.internal.port.LineSettings.Flow;
import com.virtualpytest.host.serial.internal.port.LineSettings.Parity;
import com.virtualpytest.host.serial.internal.port.LineSettings.StopBits;
import com.virtualpytest.host.serial.internal.port.PortAddress;
import java.util.Locale;

/**
 * How a device's console is reached and served.
 *
 * @param tcpPort where it is exported; 0 for not at all
 * @param tcpBind the address of that port
 * @param logBytes how much output is kept on disk
 */
record SerialSettings(
    PortAddress address, LineSettings line, int tcpPort, String tcpBind, long logBytes) {
  static final String PORT = "SERIAL_PORT";
  static final String[] NAMES = {
    PORT,
    "SERIAL_BAUD",
    "SERIAL_DATA_BITS",
    "SERIAL_PARITY",
    "SERIAL_STOP_BITS",
    "SERIAL_FLOW",
    "SERIAL_TCP_PORT",
    "SERIAL_LOG_MB"
  };

  private static final String BIND = "SERIAL_TCP_BIND";

  /**
   * Reads and checks them.
   *
   * @throws SettingException naming the variable and what is allowed
   */
  static SerialSettings from(DeviceDefinition device, Settings host) throws SettingException {
    PortAddress address = PortAddress.parse(device.require(PORT).strip());
    if (address == null) {
      throw new SettingException(device.variable(PORT), "must be " + PortAddress.ALLOWED);
    }
    LineSettings line =
        new LineSettings(
            device.integer(
                "SERIAL_BAUD",
                LineSettings.DEFAULT.baud(),
                LineSettings.MIN_BAUD,
                LineSettings.MAX_BAUD),
            device.integer("SERIAL_DATA_BITS", 8, 5, 8),
            parity(device),
            stopBits(device),
            flow(device));
    return new SerialSettings(
        address,
        line,
        device.integer("SERIAL_TCP_PORT", 0, 0, 65_535),
        bind(host),
        (long) device.integer("SERIAL_LOG_MB", 64, 1, 65_536) << 20);
  }

  private static Parity parity(DeviceDefinition device) throws SettingException {
    return choose(device, "SERIAL_PARITY", Parity.class, Parity.NONE);
  }

  private static Flow flow(DeviceDefinition device) throws SettingException {
    return choose(device, "SERIAL_FLOW", Flow.class, Flow.NONE);
  }

  private static StopBits stopBits(DeviceDefinition device) throws SettingException {
    return switch (device.get("SERIAL_STOP_BITS").orElse("1").strip()) {
      case "1" -> StopBits.ONE;
      case "1.5" -> StopBits.ONE_AND_A_HALF;
      case "2" -> StopBits.TWO;
      default ->
          throw new SettingException(
              device.variable("SERIAL_STOP_BITS"), "must be one of 1, 1.5, 2");
    };
  }

  private static <E extends Enum<E>> E choose(
      DeviceDefinition device, String setting, Class<E> type, E fallback) throws SettingException {
    String value = device.get(setting).orElse(fallback.name()).strip().toUpperCase(Locale.ROOT);
    StringBuilder allowed = new StringBuilder();
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(value)) {
        return constant;
      }
      allowed
          .append(allowed.isEmpty() ? "" : ", ")
          .append(constant.name().toLowerCase(Locale.ROOT));
    }
    throw new SettingException(device.variable(setting), "must be one of " + allowed);
  }

  private static String bind(Settings host) throws SettingException {
    String value = host.get(BIND, "127.0.0.1").strip();
    if (!value.matches("localhost|[0-9a-fA-F:.]+")) {
      throw new SettingException(BIND, "must be an IP address");
    }
    return value;
  }
}
