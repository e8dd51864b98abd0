package com.virtualpytest.host.api.device;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The settings of the whole host, from the environment and the {@code .env} file. An OSGi service.
 * Values do not change while the host runs. Empty values count as not set; {@code NAME_FILE} has
 * been resolved to {@code NAME}. Safe for all threads; never blocks.
 */
@ProviderType
public interface Settings {

  /** The value of a variable, or empty when it is not set and has no default. */
  Optional<String> get(String variable);

  /** The value of a variable, or {@code fallback}. */
  default String get(String variable, String fallback) {
    return get(variable).orElse(fallback);
  }

  /**
   * A whole number.
   *
   * @throws SettingException when the value is no whole number from {@code min} to {@code max}
   */
  default int integer(String variable, int fallback, int min, int max) throws SettingException {
    Optional<String> value = get(variable);
    return value.isEmpty() ? fallback : Values.integer(variable, value.get(), min, max);
  }

  /**
   * A switch.
   *
   * @throws SettingException when the value is neither true nor false
   */
  default boolean flag(String variable, boolean fallback) throws SettingException {
    Optional<String> value = get(variable);
    return value.isEmpty() ? fallback : Values.flag(variable, value.get());
  }
}
