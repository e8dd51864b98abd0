package com.virtualpytest.host.host.internal.control;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.time.Duration;

/**
 * A body that names a device at most, and who wants it.
 *
 * @param deviceId the device; null when none is named
 * @param sessionId whose lease is meant; null when no lease is wanted
 * @param leaseSeconds how long the lease lasts, 1 to 86,400; null for an hour
 */
public record DeviceRequest(String deviceId, String sessionId, Object leaseSeconds) {
  private static final int DEFAULT_SECONDS = 3600;
  private static final int MAX_SECONDS = 86_400;

  boolean wantsLease() {
    return (sessionId != null && !sessionId.isEmpty()) || leaseSeconds != null;
  }

  String holder() {
    return sessionId == null || sessionId.isEmpty() ? "unnamed" : sessionId;
  }

  /**
   * @throws ApiException {@code BAD_REQUEST}
   */
  Duration leaseLength() {
    if (leaseSeconds == null) {
      return Duration.ofSeconds(DEFAULT_SECONDS);
    }
    if (leaseSeconds.toString().matches("\\d{1,5}")) {
      int seconds = Integer.parseInt(leaseSeconds.toString());
      if (seconds >= 1 && seconds <= MAX_SECONDS) {
        return Duration.ofSeconds(seconds);
      }
    }
    throw new ApiException(
        ErrorCode.BAD_REQUEST, "lease_seconds must be a whole number from 1 to " + MAX_SECONDS);
  }

  /**
   * The device that is meant: the body's, else the query's, else the host's own display, which is
   * also called {@code default}.
   */
  String deviceOr(String fromQuery) {
    String id = deviceId == null || deviceId.isEmpty() ? fromQuery : deviceId;
    return id == null || id.isEmpty() || id.equals("default") ? DeviceDefinition.HOST_ID : id;
  }
}
