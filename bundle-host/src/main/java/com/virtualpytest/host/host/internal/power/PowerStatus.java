package com.virtualpytest.host.host.internal.power;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.virtualpytest.host.api.driver.PowerController.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A power switch on the wire.
 *
 * @param powerState {@code on}, {@code off}, or {@code unknown}
 * @param deviceIp where it is, as configured; left out when nothing is
 * @param connected whether it answers
 * @param deviceInfo what it tells of itself
 * @param ageMs how old that is
 * @param running the command that runs now; left out when none does
 * @param error why it is unknown; left out when it is not
 * @param hint what a person can do; left out when nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PowerStatus(
    String powerState,
    String deviceIp,
    boolean connected,
    Map<String, Object> deviceInfo,
    Long ageMs,
    String running,
    String error,
    String hint) {

  static PowerStatus of(Reading reading, String deviceIp, String running, Instant now) {
    Duration age = Duration.between(reading.takenAt(), now);
    return new PowerStatus(
        reading.relay().wireName(),
        deviceIp,
        true,
        reading.details(),
        Math.max(0, age.toMillis()),
        running,
        null,
        null);
  }

  static PowerStatus unknown(String deviceIp, boolean connected, String why, String hint) {
    String error = "Status check error: " + why;
    return new PowerStatus("unknown", deviceIp, connected, null, null, null, error, hint);
  }
}
