package com.virtualpytest.host.host.internal.device;

import com.virtualpytest.host.api.device.DeviceDefinition;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * A device from Configuration Admin: the web console adds, changes and removes it while the host
 * runs. One that is wrong stays known with what is wrong, so that it can be shown and put right.
 */
@Component(
    service = ConfiguredDevice.class,
    configurationPid = ConfiguredDevice.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ConfiguredDevice.Config.class, factory = true)
public final class ConfiguredDevice {

  /** The factory PID. */
  public static final String PID = "com.virtualpytest.host.device";

  private static final Pattern SETTING = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,79}");

  /** What the web console asks for. */
  @ObjectClassDefinition(
      name = "Device",
      description =
          "A device under test next to this host. An id that the environment defines"
              + " (DEVICEn_NAME) cannot be used here.")
  public @interface Config {

    @AttributeDefinition(name = "Id", description = "device1 to device12")
    String id() default "";

    @AttributeDefinition(name = "Name", description = "What people call it")
    String name() default "";

    @AttributeDefinition(
        name = "Model",
        description = "android_mobile, android_tv, fire_tv, stb, apple_tv, tizen, …")
    String model() default "unknown";

    @AttributeDefinition(
        name = "Settings",
        required = false,
        description = "NAME=value each, as DEVICEn_NAME without its prefix: POWER_IP=192.168.1.7")
    String[] settings() default {};

    // the name means ".secrets": properties with a dot are not shown with the component's service
    @AttributeDefinition(
        name = "Secrets",
        required = false,
        type = AttributeType.PASSWORD,
        description = "NAME=value each, for passwords: POWER_PWD=…")
    String[] _secrets() default {};
  }

  private volatile Reading reading;
  private volatile Runnable listener = () -> {};

  /**
   * What a configuration came to.
   *
   * @param pid its PID
   * @param deviceId the id it asks for; empty when none
   * @param device the device; null when something is wrong
   * @param error what is wrong; null when nothing
   */
  record Reading(String pid, String deviceId, DeviceDefinition device, String error) {}

  /** Called for a new configuration. */
  @Activate
  public ConfiguredDevice(Config config, Map<String, Object> properties) {
    this.reading = read(config, String.valueOf(properties.get("service.pid")));
  }

  /** Called when the configuration was changed. */
  @Modified
  void modified(Config config, Map<String, Object> properties) {
    this.reading = read(config, String.valueOf(properties.get("service.pid")));
    listener.run();
  }

  /**
   * Who is told of changes. The service's own change would not do: it does not happen when only a
   * secret has changed.
   */
  void onChange(Runnable next) {
    this.listener = next;
  }

  Reading reading() {
    return reading;
  }

  private static Reading read(Config config, String pid) {
    String id = config.id().strip().toLowerCase(Locale.ROOT);
    try {
      if (!DeviceIds.isDevice(id)) {
        throw new IllegalArgumentException("The id must be device1 to device12");
      }
      String name = config.name().strip();
      if (name.isEmpty()) {
        throw new IllegalArgumentException("The device has no name");
      }
      String model = config.model().isBlank() ? "unknown" : config.model().strip();
      Map<String, String> settings = new HashMap<>();
      readLines("Setting", config.settings(), settings);
      readLines("Secret", config._secrets(), settings);
      return new Reading(pid, id, new DeviceDefinition(id, name, model, settings), null);
    } catch (IllegalArgumentException e) {
      return new Reading(pid, id, null, e.getMessage());
    }
  }

  /** Messages count lines instead of showing them: a line can be a secret. */
  private static void readLines(String kind, String[] lines, Map<String, String> into) {
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i] == null ? "" : lines[i].strip();
      if (line.isEmpty()) {
        continue;
      }
      String place = kind + " " + (i + 1);
      int sign = line.indexOf('=');
      if (sign < 0) {
        throw new IllegalArgumentException(place + " is not of the form NAME=value");
      }
      String name = line.substring(0, sign).strip();
      if (!SETTING.matcher(name).matches()) {
        throw new IllegalArgumentException(place + " has no name of letters, digits and _");
      }
      String value = line.substring(sign + 1).strip();
      if (!value.isEmpty() && into.putIfAbsent(name, value) != null) {
        throw new IllegalArgumentException(place + " is given twice: " + name);
      }
    }
  }
}
