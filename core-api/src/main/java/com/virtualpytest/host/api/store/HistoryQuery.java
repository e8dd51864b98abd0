package com.virtualpytest.host.api.store;

import java.time.Instant;
import java.util.Objects;

/**
 * Which rows of the history are wanted.
 *
 * @param table the table's name
 * @param deviceId null for all devices
 * @param from the oldest, inclusive; null for no bound
 * @param to the newest, exclusive; null for no bound
 * @param order a column, perhaps with {@code .asc} or {@code .desc}; or one of these two words for
 *     the table's time; null for the newest first
 * @param limit how many at most, from 1
 */
public record HistoryQuery(
    String table, String deviceId, Instant from, Instant to, String order, int limit) {
  public HistoryQuery {
    Objects.requireNonNull(table, "table");
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + limit);
    }
  }
}
