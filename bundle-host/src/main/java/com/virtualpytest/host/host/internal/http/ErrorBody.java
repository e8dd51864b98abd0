package com.virtualpytest.host.host.internal.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.util.Map;

/** The one shape of errors. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ErrorBody(
    boolean success,
    String error,
    ErrorCode code,
    String hint,
    String deviceId,
    @JsonAnyGetter Map<String, Object> details) {

  static ErrorBody of(ErrorCode code, String error, String hint) {
    return new ErrorBody(false, error, code, hint, null, Map.of());
  }

  static ErrorBody of(ApiException e) {
    return new ErrorBody(false, e.getMessage(), e.code(), e.hint(), e.deviceId(), e.details());
  }

  /** The body for a status that somebody else chose. */
  static ErrorBody ofStatus(int status, String path) {
    return switch (status) {
      case 400 -> of(ErrorCode.BAD_REQUEST, "The request is malformed", null);
      case 401 -> of(ErrorCode.UNAUTHORIZED, "Authentication required", null);
      case 403 -> of(ErrorCode.FORBIDDEN, "Not allowed", null);
      case 404 ->
          of(ErrorCode.NOT_FOUND, path == null ? "Not found" : "No such route: " + path, null);
      case 405 ->
          of(ErrorCode.METHOD_NOT_ALLOWED, "Method not allowed", "The Allow header lists them");
      case 406 -> of(ErrorCode.NOT_ACCEPTABLE, "No answer of an acceptable type", null);
      case 408 -> of(ErrorCode.BAD_REQUEST, "The request came too slowly", null);
      case 413 -> of(ErrorCode.TOO_LARGE, "The body is too large", null);
      case 414, 431 -> of(ErrorCode.BAD_REQUEST, "The request's head is too large", null);
      case 415 ->
          of(
              ErrorCode.UNSUPPORTED_TYPE,
              "This route does not take a body of that type",
              "Send Content-Type: application/json");
      case 503 -> of(ErrorCode.UNAVAILABLE, "Not available now", null);
      default ->
          status < 500
              ? of(ErrorCode.BAD_REQUEST, "The request was refused", null)
              : of(ErrorCode.INTERNAL, "Internal error; the host's log has it", null);
    };
  }
}
