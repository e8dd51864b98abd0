package com.virtualpytest.host.api.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What became of one command. Immutable.
 *
 * @param at when it was sent
 * @param who the session that held the device when the command ended; null when nobody did
 * @param deviceId the device
 * @param driver the driver's name on the wire
 * @param command the command's name
 * @param params its parameters, without secrets and shortened
 * @param outcome {@code ok}, or the error's code such as {@code DEADLINE}
 * @param message why it failed, without secrets; null when it did not
 * @param waited how long it waited in the device's lane
 * @param took how long it took altogether, waiting included
 */
public record CommandReport(
    Instant at,
    String who,
    String deviceId,
    String driver,
    String command,
    Map<String, Object> params,
    String outcome,
    String message,
    Duration waited,
    Duration took) {

  /** The outcome of a command that did what it was to do. */
  public static final String OK = "ok";

  public CommandReport {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(deviceId, "deviceId");
    Objects.requireNonNull(driver, "driver");
    Objects.requireNonNull(command, "command");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(waited, "waited");
    Objects.requireNonNull(took, "took");
    params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
  }
}
