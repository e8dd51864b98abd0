package com.virtualpytest.host.adb.internal.client;

/**
 * What a program on the device did.
 *
 * @param exitCode as the device told it
 * @param out what it printed; with what it printed as errors where the device cannot tell them
 *     apart
 * @param err what it printed as errors
 */
public record ShellResult(int exitCode, String out, String err) {

  /** Both, errors first. */
  public String all() {
    return err + out;
  }
}
