package com.virtualpytest.host.host.internal.http;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever a resource throws into the one error shape; nothing of it reaches the client. */
final class ErrorMapper implements ExceptionMapper<Throwable> {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorMapper.class);

  @Context private UriInfo uri;

  @Override
  public Response toResponse(Throwable thrown) {
    // what an asynchronous resource throws in a later stage comes wrapped
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? answer(thrown.getCause())
        : answer(thrown);
  }

  private Response answer(Throwable thrown) {
    if (thrown instanceof ApiException e) {
      Response.ResponseBuilder answer = json(Response.status(e.code().status()), ErrorBody.of(e));
      return e.code().status() == 503 ? answer.header("Retry-After", "1").build() : answer.build();
    }
    if (thrown instanceof WebApplicationException e) {
      return chosen(e.getResponse());
    }
    if (thrown instanceof HttpException e && e.getCode() < 500) { // the server found the body bad
      return json(Response.status(e.getCode()), ErrorBody.ofStatus(e.getCode(), path())).build();
    }
    if (thrown instanceof IOException) {
      LOG.debug("{} ended early", path(), thrown);
      return json(
              Response.status(400),
              ErrorBody.of(ErrorCode.BAD_REQUEST, "The body could not be read", null))
          .build();
    }
    LOG.error("{} failed", path(), thrown);
    return json(Response.status(500), ErrorBody.ofStatus(500, null)).build();
  }

  /**
   * A status that the resource or Jersey chose; an answer with a body of its own stays as it is.
   */
  private Response chosen(Response response) {
    if (response.hasEntity() || response.getStatus() < 400) {
      return response;
    }
    return json(Response.fromResponse(response), ErrorBody.ofStatus(response.getStatus(), path()))
        .build();
  }

  private String path() {
    return "/host/" + uri.getPath();
  }

  private static Response.ResponseBuilder json(Response.ResponseBuilder answer, ErrorBody body) {
    return answer.entity(body).type(MediaType.APPLICATION_JSON_TYPE);
  }
}
