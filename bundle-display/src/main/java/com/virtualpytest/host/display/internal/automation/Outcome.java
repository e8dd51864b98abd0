package com.virtualpytest.host.display.internal.automation;

/**
 * What became of a command, in the wire's terms.
 *
 * @param exitCode of the program; −1 when the command failed before
 */
public record Outcome(boolean success, String output, String error, int exitCode) {

  static Outcome done(String output) {
    return new Outcome(true, output, "", 0);
  }

  static Outcome failed(String error) {
    return new Outcome(false, "", error, -1);
  }
}
