package com.virtualpytest.host.host.internal.verification;

import java.util.Map;

/**
 * The body of a check.
 *
 * @param deviceId the device
 * @param searchTerm what is looked for
 * @param timeout how long, in milliseconds
 * @param verification the check, where the route does not name it
 */
public record VerificationRequest(
    String deviceId, String searchTerm, Object timeout, Check verification) {

  /**
   * A check.
   *
   * @param command its name
   * @param params its parameters
   */
  public record Check(String command, Map<String, Object> params) {}

  String deviceOr(String fromQuery) {
    return device(deviceId, fromQuery);
  }

  static String device(String fromBody, String fromQuery) {
    String id = fromBody == null || fromBody.isEmpty() ? fromQuery : fromBody;
    return id == null || id.isEmpty() ? "device1" : id;
  }
}
