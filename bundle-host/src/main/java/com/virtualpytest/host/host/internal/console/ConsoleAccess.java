package com.virtualpytest.host.host.internal.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * The rules for every request to {@code /system/console} and below, and for those requests to the
 * API that need the console's login. Called before anything else sees the request. Safe for all
 * threads.
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

  /** Header that tells who asks for a change: a word of letters, digits, dots and dashes. */
  String ASKER = "X-Requested-By";

  /**
   * Passes on a request of the API that changes bundles, or answers it: it needs the console's user
   * and password, {@link #ASKER}, and no page of others behind it. A browser that remembers the
   * password sends it along with whatever any page asks for, but no page of another origin can make
   * it send that header, and no form can at all. Takes a few milliseconds, for a password that was
   * not seen before a tenth of a second.
   *
   * @return true: pass the request on, {@link #changer} tells who asks; false: it has been answered
   * @throws IOException when the answer could not be written
   */
  boolean checkChange(HttpServletRequest request, HttpServletResponse response) throws IOException;

  /** Who asks for a change; empty when {@link #checkChange} has not passed this request on. */
  static Optional<String> changer(HttpServletRequest request) {
    return Optional.ofNullable((String) request.getAttribute(ConsoleGuard.CHANGER));
  }
}
