package com.virtualpytest.host.serial.internal.expect;

import java.util.regex.PatternSyntaxException;

/**
 * How often a regular expression makes the matcher repeat something, whatever the text is: {@code
 * (?:){2000000000}} looks at no character for seconds, and so at no deadline.
 */
final class Repetition {
  private static final long MOST = 100_000;

  private final String regex;
  private int at;

  private Repetition(String regex) {
    this.regex = regex;
  }

  /**
   * Looks at a regular expression that is one.
   *
   * @throws PatternSyntaxException what it repeats is repeated more than 100,000 times
   */
  static void check(String regex) {
    if (new Repetition(regex).sequence() > MOST) {
      throw new PatternSyntaxException("Repeats more than 100000 times", regex, -1);
    }
  }

  /** The steps of everything up to the end of the group. */
  private long sequence() {
    long steps = 0;
    while (at < regex.length()) {
      char next = regex.charAt(at++);
      if (next == ')') {
        return steps;
      }
      steps = Math.min(MOST + 1, steps + atom(next) * count());
    }
    return steps;
  }

  private long atom(char first) {
    switch (first) {
      case '(' -> {
        return Math.max(1, sequence());
      }
      case '[' -> characters();
      case '\\' -> escaped();
      default -> {}
    }
    return 1;
  }

  /** Behind a class of characters, which may hold others. */
  private void characters() {
    int depth = 1;
    while (at < regex.length() && depth > 0) {
      switch (regex.charAt(at++)) {
        case '[' -> depth++;
        case ']' -> depth--;
        case '\\' -> escaped();
        default -> {}
      }
    }
  }

  private void escaped() {
    if (regex.startsWith("Q", at)) {
      int end = regex.indexOf("\\E", at);
      at = end < 0 ? regex.length() : end + 2;
    } else {
      at++;
    }
  }

  /** How often what was before is needed at least. */
  private long count() {
    int digits = at + 1;
    if (!regex.startsWith("{", at)) {
      return 1;
    }
    int end = digits;
    while (end < regex.length() && Character.isDigit(regex.charAt(end))) {
      end++;
    }
    at = end;
    return end == digits ? 1 : Math.max(1, Long.parseLong(regex.substring(digits, end)));
  }
}
