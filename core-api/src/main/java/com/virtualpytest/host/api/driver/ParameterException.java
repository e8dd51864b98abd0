package com.virtualpytest.host.api.driver;

/** A command's parameter is missing or wrong. The message is shown to the caller as it is. */
public class ParameterException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String parameter;

  /**
   * @param parameter its name on the wire
   * @param problem the rest of the sentence: "is missing", "must be …"
   */
  public ParameterException(String parameter, String problem) {
    super(parameter + " " + problem);
    this.parameter = parameter;
  }

  /** Its name on the wire. */
  public String parameter() {
    return parameter;
  }
}
