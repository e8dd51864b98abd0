package com.virtualpytest.host.api.device;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Something under test as it was configured. Passive and immutable: what it can do follows from the
 * drivers that serve it. Settings may hold secrets, so {@code toString} shows none of them.
 *
 * @param id {@code host}, or {@code device1} to {@code device12}
 * @param name what people call it
 * @param model the model on the wire, {@code android_tv} for example; {@code unknown} when not set
 * @param settings the device's own variables without their prefix: {@code POWER_IP} for {@code
 *     DEVICE2_POWER_IP}; no empty values
 */
public record DeviceDefinition(String id, String name, String model, Map<String, String> settings) {

  /** The id of the host's own display. */
  public static final String HOST_ID = "host";

  public DeviceDefinition {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(model, "model");
    settings = Map.copyOf(settings);
  }

  /** The value of a setting, or empty when it is not set. */
  public Optional<String> get(String setting) {
    return Optional.ofNullable(settings.get(setting));
  }

  /** True when the setting is set. */
  public boolean has(String setting) {
    return settings.containsKey(setting);
  }

  /** True when the setting is set and contains {@code part}, in any case of letters. */
  public boolean has(String setting, String part) {
    return get(setting)
        .map(value -> value.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT)))
        .orElse(false);
  }

  /**
   * The value of a setting that the driver cannot do without.
   *
   * @throws SettingException "DEVICE2_POWER_IP is not set"
   */
  public String require(String setting) throws SettingException {
    String value = settings.get(setting);
    if (value == null) {
      throw new SettingException(variable(setting), "is not set");
    }
    return value;
  }

  /**
   * A whole number.
   *
   * @throws SettingException when the value is no whole number from {@code min} to {@code max}
   */
  public int integer(String setting, int fallback, int min, int max) throws SettingException {
    String value = settings.get(setting);
    return value == null ? fallback : Values.integer(variable(setting), value, min, max);
  }

  /**
   * A switch.
   *
   * @throws SettingException when the value is neither true nor false
   */
  public boolean flag(String setting, boolean fallback) throws SettingException {
    String value = settings.get(setting);
    return value == null ? fallback : Values.flag(variable(setting), value);
  }

  /** The full name of a setting's variable, for messages: {@code DEVICE2_POWER_IP}. */
  public String variable(String setting) {
    return id.toUpperCase(Locale.ROOT) + "_" + setting;
  }

  @Override
  public String toString() {
    return "DeviceDefinition[" + id + ", " + name + ", " + model + "]";
  }
}
