package com.virtualpytest.host.api.http;

/**
 * The kinds of failure on the wire ({@code "code"}), with the HTTP status they have on routes that
 * use statuses.
 */
public enum ErrorCode {
  /** The request itself is wrong; the text says what. */
  BAD_REQUEST(400),
  /** No key, or not the right one. */
  UNAUTHORIZED(401),
  /** The caller is known and may not do this. */
  FORBIDDEN(403),
  /** No such route, device or thing. */
  NOT_FOUND(404),
  /** The route exists, but not with this method. */
  METHOD_NOT_ALLOWED(405),
  /** The answer cannot be given in a form that the caller accepts. */
  NOT_ACCEPTABLE(406),
  /** Somebody else has it, or it is in the wrong state for this. */
  CONFLICT(409),
  /** The caller's lease has ended. */
  LEASE_LOST(409),
  /** The body is larger than this route takes. */
  TOO_LARGE(413),
  /** The body is of a type that this route does not take. */
  UNSUPPORTED_TYPE(415),
  /** Too many commands wait for this device. */
  LANE_FULL(429),
  /** Something in the host went wrong; the log has it. */
  INTERNAL(500),
  /** Not offered by this host. */
  NOT_SUPPORTED(501),
  /** The device answered, and could not or would not do it. */
  DEVICE_REFUSED(502),
  /** What reaches the device broke down on the way; whether it was done is not known. */
  CONNECTION_LOST(502),
  /** The device does not answer. */
  DEVICE_OFFLINE(503),
  /** The connection to the device was lost while it was in use. */
  PORT_LOST(503),
  /** The device's driver is being replaced; worth trying again. */
  SWAPPING(503),
  /** The host is starting or stopping. */
  UNAVAILABLE(503),
  /** The result did not come in time. */
  DEADLINE(504);

  private final int status;

  ErrorCode(int status) {
    this.status = status;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }
}
