package com.virtualpytest.host.host.internal.http;

import com.virtualpytest.host.api.http.ApiException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in what is left of a body that was answered without having been read, a refusal as a rule.
 * A server can do no other than to close the connection of a request whose body is still to come,
 * and does so without a word; the client's next request on that connection would fail.
 */
final class UnreadBody {
  /** What is larger is not worth to be waited for. */
  static final long USUAL = 64 * 1024;

  /** The same where large bodies are the rule: who sends one wants to know why it is refused. */
  static final long UPLOAD = LimitedBody.DRAINED;

  private static final Logger LOG = LoggerFactory.getLogger(UnreadBody.class);
  private static final int PIECE = 4096;

  private UnreadBody() {}

  /** Reads to the end of the body, unless it is large, or still waits to be asked for. */
  static void drain(HttpServletRequest request, long limit) throws IOException {
    long length = request.getContentLengthLong();
    boolean chunked = length < 0 && request.getHeader("Transfer-Encoding") != null;
    boolean asks = request.getHeader("Expect") != null;
    if (request.isAsyncStarted() || asks || length > limit || (length <= 0 && !chunked)) {
      return;
    }
    InputStream body = new LimitedBody(request.getInputStream(), Long.MAX_VALUE, System::nanoTime);
    byte[] piece = new byte[PIECE];
    int count = 0;
    try {
      for (long left = limit; left > 0 && count >= 0; left -= count) {
        count = body.read(piece);
      }
    } catch (ApiException e) {
      LOG.debug("A refused body is not waited for: {}", e.getMessage());
    }
  }
}
