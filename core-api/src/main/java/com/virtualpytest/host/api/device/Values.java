package com.virtualpytest.host.api.device;

import java.util.Locale;

/** How values of settings are read, for {@link Settings} and {@link DeviceDefinition} alike. */
final class Values {

  private Values() {}

  static int integer(String variable, String value, int min, int max) throws SettingException {
    try {
      int number = Integer.parseInt(value.strip());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // falls through to the one message below, which says what is allowed
    }
    throw new SettingException(
        variable, "must be a whole number from %d to %d, was %s".formatted(min, max, shown(value)));
  }

  static boolean flag(String variable, String value) throws SettingException {
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes", "on" -> true;
      case "false", "0", "no", "off" -> false;
      default -> throw new SettingException(variable, "must be true or false, was " + shown(value));
    };
  }

  private static String shown(String value) {
    return value.length() <= 40 ? value : value.substring(0, 40) + "…";
  }
}
