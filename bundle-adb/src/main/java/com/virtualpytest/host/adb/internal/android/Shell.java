package com.virtualpytest.host.adb.internal.android;

import com.virtualpytest.host.adb.internal.client.ShellResult;
import com.virtualpytest.host.adb.internal.client.ShellScript;
import com.virtualpytest.host.api.http.ApiException;
import java.time.Duration;
import java.util.function.Predicate;

/** The shell of one device. */
public interface Shell {

  /**
   * Runs a script until it ends.
   *
   * @param within how long it may take
   * @throws ApiException there is no exit code: the device could not be asked, or went away
   */
  ShellResult run(ShellScript script, Duration within) throws InterruptedException;

  /**
   * Runs a script that prints bytes, and brings them as they are. How it ended is not told.
   *
   * @param limit how many bytes are taken
   * @param cut whether these bytes show that the connection ended before they did
   * @throws ApiException the device could not be asked, or went away
   */
  byte[] read(ShellScript script, int limit, Predicate<byte[]> cut, Duration within)
      throws InterruptedException;
}
