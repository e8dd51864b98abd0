package com.virtualpytest.host.host.internal.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The rules for every request to {@code /system/console} and below. Called before anything else of
 * the console sees the request. Safe for all threads.
 */
public interface ConsoleAccess {

  /**
   * Passes a request on or answers it. Calling it again for a request that it passed on is cheap
   * and passes it on again.
   *
   * <p>Takes a few milliseconds, except for the request that starts the console, which waits for it
   * up to five seconds.
   *
   * @return true: pass the request on, the security headers are set; false: it has been answered
   * @throws IOException when the answer could not be written
   */
  boolean check(HttpServletRequest request, HttpServletResponse response) throws IOException;
}
