package com.virtualpytest.host.api.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A failure that a REST resource answers in the host's one error shape. The text and the hint go to
 * the client as they are: no secret, no library's exception text.
 */
public class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String hint;
  private final String deviceId;
  private final transient Map<String, Object> details;

  /**
   * @param code the kind of failure, which also gives the HTTP status
   * @param error one sentence that names what was wrong
   * @param hint what the caller can do; null when nothing
   * @param deviceId the device it is about; null when none
   */
  public ApiException(ErrorCode code, String error, String hint, String deviceId) {
    this(code, error, hint, deviceId, Map.of());
  }

  /**
   * A failure with more to say.
   *
   * @param code the kind of failure
   * @param error one sentence that names what was wrong
   * @param hint what the caller can do; null when nothing
   * @param deviceId the device it is about; null when none
   * @param details merged into the answer beside the four; values that JSON can hold, no secrets
   */
  public ApiException(
      ErrorCode code, String error, String hint, String deviceId, Map<String, ?> details) {
    super(error);
    this.code = Objects.requireNonNull(code, "code");
    this.hint = hint;
    this.deviceId = deviceId;
    this.details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  /** A failure without hint or device. */
  public ApiException(ErrorCode code, String error) {
    this(code, error, null, null);
  }

  /** The kind of failure. */
  public ErrorCode code() {
    return code;
  }

  /** What the caller can do; null when nothing. */
  public String hint() {
    return hint;
  }

  /** The device it is about; null when none. */
  public String deviceId() {
    return deviceId;
  }

  /** What is merged into the answer besides; empty when nothing. */
  public Map<String, Object> details() {
    return details == null ? Map.of() : details;
  }
}
