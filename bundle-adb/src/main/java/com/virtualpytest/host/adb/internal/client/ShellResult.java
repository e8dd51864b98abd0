package com.virtualpytest.host.adb.internal.client;

import java.nio.charset.StandardCharsets;

/**
 * What a program on the device did.
 *
 * @param exitCode as the device told it
 * @param stdout what it printed; with what it printed as errors where the device cannot tell them
 *     apart
 * @param stderr what it printed as errors
 */
public record ShellResult(int exitCode, byte[] stdout, byte[] stderr) {

  /** What it printed, as text. */
  public String out() {
    return new String(stdout, StandardCharsets.UTF_8);
  }

  /** What it printed as errors, as text. */
  public String err() {
    return new String(stderr, StandardCharsets.UTF_8);
  }

  /** Both, errors first. */
  public String all() {
    return err() + out();
  }
}
