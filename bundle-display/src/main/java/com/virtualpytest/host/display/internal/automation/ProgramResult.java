package com.virtualpytest.host.display.internal.automation;

/**
 * How a program ended.
 *
 * @param exitCode its exit code; −1 when it was ended
 * @param output what it printed
 * @param error what it printed as error
 * @param timedOut true when it was ended because its time was over
 */
record ProgramResult(int exitCode, String output, String error, boolean timedOut) {
  boolean ok() {
    return exitCode == 0;
  }
}
