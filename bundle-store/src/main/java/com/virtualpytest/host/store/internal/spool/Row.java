package com.virtualpytest.host.store.internal.spool;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Something that the database is to hold. Its id makes it one row, however often it is written.
 *
 * @param kind what it is
 * @param id a UUID
 * @param values by column; texts, numbers, null, and what JSON can hold
 */
public record Row(
    @JsonProperty("kind") Kind kind,
    @JsonProperty("id") String id,
    @JsonProperty("values") Map<String, Object> values) {

  /** What a row is, and how much it is worth: of a full spool the last are given up first. */
  public enum Kind {
    COMMAND(Worth.RECORD),
    INCIDENT_OPENED(Worth.RECORD),
    INCIDENT_RESOLVED(Worth.RECORD),
    EVENT(Worth.EVENT),
    MACHINE(Worth.METRIC),
    DEVICE(Worth.METRIC);

    private final Worth worth;

    Kind(Worth worth) {
      this.worth = worth;
    }

    /** What it is worth. */
    public Worth worth() {
      return worth;
    }
  }

  /** Rows of one worth keep their order. */
  public enum Worth {
    /** Never given up. */
    RECORD,
    EVENT,
    METRIC
  }

  public Row {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(id, "id");
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** A new one. */
  public static Row of(Kind kind, Map<String, Object> values) {
    return new Row(kind, UUID.randomUUID().toString(), values);
  }
}
