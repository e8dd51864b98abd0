package com.virtualpytest.host.host.internal.http;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.api.http.MaxBody;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Keeps bodies within 1 MiB, or within what {@link MaxBody} of the matched method or class says.
 */
final class BodyLimit implements ContainerRequestFilter {

  static final long DEFAULT = 1L << 20;

  @Context private ResourceInfo matched;

  @Override
  public void filter(ContainerRequestContext request) {
    long limit = limit();
    String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    if (length != null && (length.length() > 18 || Long.parseLong(length) > limit)) {
      throw tooLarge(limit);
    }
    request.setEntityStream(new Limited(request.getEntityStream(), limit));
  }

  private long limit() {
    MaxBody onMethod = matched.getResourceMethod().getAnnotation(MaxBody.class);
    MaxBody bound =
        onMethod != null ? onMethod : matched.getResourceClass().getAnnotation(MaxBody.class);
    return bound == null ? DEFAULT : bound.value();
  }

  private static ApiException tooLarge(long limit) {
    return new ApiException(
        ErrorCode.TOO_LARGE,
        "The body is larger than " + limit + " bytes, the limit of this route");
  }

  /** Fails as soon as one byte too many was read; the length may not have been announced. */
  private static final class Limited extends FilterInputStream {
    private final long limit;
    private long count;

    Limited(InputStream body, long limit) {
      super(body);
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      if (value >= 0) {
        count(1);
      }
      return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      if (read > 0) {
        count(read);
      }
      return read;
    }

    private void count(int more) {
      count += more;
      if (count > limit) {
        throw tooLarge(limit);
      }
    }
  }
}
