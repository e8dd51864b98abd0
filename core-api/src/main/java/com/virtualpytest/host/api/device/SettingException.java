package com.virtualpytest.host.api.device;

/**
 * A setting is missing or wrong. The message names the variable and what is allowed, and is shown
 * to users as it is: {@code DEVICE2_POWER_IP must be a private address, was 8.8.8.8}. It must not
 * hold a secret.
 */
public class SettingException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String variable;

  /**
   * @param variable the full name of the variable, as the user wrote it
   * @param problem the rest of the sentence, beginning with a verb: "must be …", "is not set"
   */
  public SettingException(String variable, String problem) {
    super(variable + " " + problem);
    this.variable = variable;
  }

  /** The full name of the variable. */
  public String variable() {
    return variable;
  }
}
