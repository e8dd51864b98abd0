package com.virtualpytest.host.tapo.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * What a plug's meter says.
 *
 * @param powerW what is drawn now, in watts
 * @param todayWh since midnight of the plug's own clock, in watt-hours
 * @param monthWh since the first of the month
 * @param todayRuntimeMin how long it was on today, in minutes
 * @param at when it was said
 */
record Energy(double powerW, long todayWh, long monthWh, long todayRuntimeMin, Instant at) {

  /**
   * @param usage the result of {@code get_energy_usage}, which counts milliwatts
   */
  static Energy of(JsonNode usage, Instant now) {
    return new Energy(
        usage.path("current_power").asDouble() / 1000,
        usage.path("today_energy").asLong(),
        usage.path("month_energy").asLong(),
        usage.path("today_runtime").asLong(),
        now);
  }
}
