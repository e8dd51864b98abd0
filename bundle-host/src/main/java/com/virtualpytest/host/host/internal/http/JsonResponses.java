package com.virtualpytest.host.host.internal.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.virtualpytest.host.api.http.ErrorCode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Writes JSON answers where no JAX-RS application does. */
final class JsonResponses {

  private static final ObjectMapper MAPPER = Json.newPlainMapper();

  private JsonResponses() {}

  static void write(HttpServletResponse response, int status, Object body) throws IOException {
    byte[] bytes = MAPPER.writeValueAsBytes(body);
    response.setStatus(status);
    response.setContentType("application/json");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  static void error(HttpServletResponse response, ErrorCode code, String error, String hint)
      throws IOException {
    write(response, code.status(), ErrorBody.of(code, error, hint));
  }

  /** The JSON of {@code body}, for places that have no servlet response. */
  static byte[] bytes(Object body) throws IOException {
    return MAPPER.writeValueAsBytes(body);
  }
}
