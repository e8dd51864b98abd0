package com.virtualpytest.host.serial.internal.port;

import java.io.IOException;

/** A port cannot be opened, or is gone. Message and hint are for users: no secrets, no library. */
public class PortException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String hint;

  /**
   * @param message what is the case, one sentence
   * @param hint what a person can do; null when nothing
   */
  public PortException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /** What a person can do; null when nothing. */
  public String hint() {
    return hint;
  }
}
