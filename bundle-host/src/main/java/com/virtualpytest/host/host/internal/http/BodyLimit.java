package com.virtualpytest.host.host.internal.http;

import com.virtualpytest.host.api.http.MaxBody;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;

/**
 * Keeps bodies within 1 MiB, or within what {@link MaxBody} of the matched method or class says.
 */
final class BodyLimit implements ContainerRequestFilter {

  static final long DEFAULT = 1L << 20;

  @Context private ResourceInfo matched;

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    long limit = limit();
    LimitedBody body = new LimitedBody(request.getEntityStream(), limit, System::nanoTime);
    String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    if (length != null && (length.length() > 18 || Long.parseLong(length) > limit)) {
      // who waits for leave to send has sent nothing yet
      boolean waits = request.getHeaderString("Expect") != null;
      throw waits ? LimitedBody.tooLarge(limit) : body.refusal();
    }
    request.setEntityStream(body);
  }

  private long limit() {
    MaxBody onMethod = matched.getResourceMethod().getAnnotation(MaxBody.class);
    MaxBody bound =
        onMethod != null ? onMethod : matched.getResourceClass().getAnnotation(MaxBody.class);
    return bound == null ? DEFAULT : bound.value();
  }
}
