package com.virtualpytest.host.host.internal.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;

/**
 * Takes in what is left of a body that was answered without having been read, a refusal as a rule.
 * A server can do no other than to close the connection of a request whose body is still to come,
 * and does so without a word; the client's next request on that connection would fail.
 */
final class UnreadBody {
  /** What is larger is not worth to be waited for. */
  private static final long LIMIT = 64 * 1024;

  private static final int PIECE = 4096;

  private UnreadBody() {}

  /** Reads to the end of the body, unless it is large, or still waits to be asked for. */
  static void drain(HttpServletRequest request) throws IOException {
    long length = request.getContentLengthLong();
    boolean chunked = length < 0 && request.getHeader("Transfer-Encoding") != null;
    boolean asks = request.getHeader("Expect") != null;
    if (request.isAsyncStarted() || asks || length > LIMIT || (length <= 0 && !chunked)) {
      return;
    }
    InputStream body = request.getInputStream();
    byte[] piece = new byte[PIECE];
    int count = 0;
    for (long left = LIMIT; left > 0 && count >= 0; left -= count) {
      count = body.read(piece);
    }
  }
}
