package com.virtualpytest.host.adb.internal.android;

import com.virtualpytest.host.adb.internal.client.AdbException;
import com.virtualpytest.host.adb.internal.client.ShellResult;
import com.virtualpytest.host.adb.internal.client.ShellScript;
import java.time.Duration;

/** The shell of one device. */
public interface Shell {

  /**
   * Runs a script until it ends.
   *
   * @param within how long it may take
   * @throws AdbException there is no exit code: whether it was done is not known
   */
  ShellResult run(ShellScript script, Duration within) throws AdbException, InterruptedException;

  /**
   * Runs a script that prints bytes, and brings them as they are. How it ended is not told.
   *
   * @param limit how many bytes are taken
   */
  byte[] read(ShellScript script, int limit, Duration within)
      throws AdbException, InterruptedException;
}
