package com.virtualpytest.host.host.internal.device;

import com.virtualpytest.host.api.device.DeviceDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The devices that the environment defines: {@code host} always, {@code device1} to {@code
 * device12} where {@code DEVICEn_NAME} is set. Immutable.
 */
public final class EnvironmentDevices {

  /**
   * The settings of a device that existing installations know, whether a driver reads them or not.
   */
  public static final Set<String> KNOWN_SETTINGS =
      Set.of(
          "NAME",
          "MODEL",
          "IP",
          "PORT",
          "VIDEO",
          "VIDEO_AUDIO",
          "VIDEO_FPS",
          "VIDEO_STREAM_PATH",
          "VIDEO_CAPTURE_PATH",
          "IR_PATH",
          "IR_TYPE",
          "bluetooth_device",
          "power_device",
          "POWER_NAME",
          "POWER_IP",
          "POWER_EMAIL",
          "POWER_PWD",
          "APPIUM_PLATFORM_NAME",
          "APPIUM_DEVICE_ID",
          "APPIUM_SERVER_URL");

  private static final Pattern DEVICE_VARIABLE = Pattern.compile("DEVICE(\\d+)_(.*)");
  private static final Pattern SECRET_OF_THE_HOST = Pattern.compile(".*_(KEY|TOKEN|SECRET)");

  /** What the API listens on is no setting of the display: its port is no device's port. */
  private static final Set<String> ABOUT_THE_HOST_ITSELF =
      Set.of("NAME", "MODEL", "PORT", "BIND", "URL", "API_URL", "DATA_DIR", "HOME");

  private static final String HOST_PREFIX = "HOST_";
  private static final String FILE_SUFFIX = "_FILE";

  private final Map<String, String> variables;

  /**
   * @param variables all variables of the host
   */
  public EnvironmentDevices(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /** The devices in their order: the host's display, then by number. */
  public List<DeviceDefinition> devices() {
    Map<Integer, Map<String, String>> byNumber = new TreeMap<>();
    variables.forEach(
        (variable, value) -> {
          Matcher matcher = DEVICE_VARIABLE.matcher(variable);
          if (matcher.matches() && number(matcher) > 0 && !value.isEmpty()) {
            byNumber
                .computeIfAbsent(number(matcher), n -> new HashMap<>())
                .put(matcher.group(2), value);
          }
        });
    List<DeviceDefinition> devices = new ArrayList<>();
    devices.add(host());
    byNumber.forEach(
        (number, settings) -> {
          String name = settings.remove("NAME");
          if (name != null) {
            String model = settings.getOrDefault("MODEL", "unknown");
            settings.remove("MODEL");
            devices.add(new DeviceDefinition("device" + number, name, model, settings));
          }
        });
    return devices;
  }

  /**
   * The variables that look like a device's and that nobody reads, in alphabetical order.
   *
   * @param readByDrivers the settings that present drivers read, without prefix
   */
  public List<String> unknown(Set<String> readByDrivers) {
    TreeSet<String> unknown = new TreeSet<>();
    for (String variable : variables.keySet()) {
      Matcher matcher = DEVICE_VARIABLE.matcher(variable);
      if (matcher.matches()) {
        String setting = withoutFileSuffix(matcher.group(2));
        if (number(matcher) == 0
            || !(KNOWN_SETTINGS.contains(setting) || readByDrivers.contains(setting))) {
          unknown.add(variable);
        }
      }
    }
    return List.copyOf(unknown);
  }

  private DeviceDefinition host() {
    Map<String, String> settings = new HashMap<>();
    variables.forEach(
        (variable, value) -> {
          if (variable.startsWith(HOST_PREFIX)
              && !value.isEmpty()
              && !SECRET_OF_THE_HOST.matcher(variable).matches()) {
            settings.put(variable.substring(HOST_PREFIX.length()), value);
          }
        });
    String hostName = settings.getOrDefault("NAME", "unnamed-host");
    settings.keySet().removeAll(ABOUT_THE_HOST_ITSELF);
    return new DeviceDefinition(DeviceDefinition.HOST_ID, hostName + "_Host", "host_vnc", settings);
  }

  private static String withoutFileSuffix(String setting) {
    return setting.endsWith(FILE_SUFFIX)
        ? setting.substring(0, setting.length() - FILE_SUFFIX.length())
        : setting;
  }

  /** 1 to 12, or 0 when there is no such device; {@code DEVICE01_} is none. */
  private static int number(Matcher matcher) {
    String digits = matcher.group(1);
    return DeviceIds.isDevice("device" + digits) ? Integer.parseInt(digits) : 0;
  }
}
