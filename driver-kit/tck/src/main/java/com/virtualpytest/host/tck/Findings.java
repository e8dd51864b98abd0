package com.virtualpytest.host.tck;

import org.junit.jupiter.api.Assertions;

/** How a test fails: with what was seen, and with what the author has to change. */
final class Findings {
  private Findings() {}

  /** Fails. */
  static AssertionError failure(String seen, String change) {
    return Assertions.fail(message(seen, change));
  }

  /** Fails because of an exception, which is kept for its stack trace. */
  static AssertionError failure(String seen, String change, Throwable cause) {
    return Assertions.fail(message(seen + ": " + cause, change), cause);
  }

  /** Fails unless it is so. */
  static void check(boolean right, String seen, String change) {
    if (!right) {
      throw failure(seen, change);
    }
  }

  private static String message(String seen, String change) {
    return "%nSeen:   %s%nChange: %s%n".formatted(seen, change);
  }
}
