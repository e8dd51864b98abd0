package com.virtualpytest.host.store.internal.database;

import java.time.Duration;

/** What differs between the databases. */
public enum Dialect {
  /**
   * A server, perhaps behind a transaction pooler, perhaps shared with a thousand hosts: a
   * connection is held only while there is something to write.
   */
  POSTGRESQL(Duration.ofSeconds(2), Duration.ZERO, Duration.ofSeconds(60)),

  /** A file of this host alone. To open it costs more than to keep it open for a while. */
  H2(Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(300));

  private final Duration gathering;
  private final Duration idle;
  private final Duration heartbeat;

  Dialect(Duration gathering, Duration idle, Duration heartbeat) {
    this.gathering = gathering;
    this.idle = idle;
    this.heartbeat = heartbeat;
  }

  /** The name on the wire; also that of the folder with its tables. */
  public String wireName() {
    return this == POSTGRESQL ? "postgresql" : "h2";
  }

  /** How long rows wait for others that go with them. */
  public Duration gathering() {
    return gathering;
  }

  /** How long a connection that nobody uses is kept. */
  public Duration idle() {
    return idle;
  }

  /** How often the host says that it is alive. */
  public Duration heartbeat() {
    return heartbeat;
  }

  /** Keeps other hosts from changing tables at the same time, until the transaction ends. */
  String lock() {
    return this == POSTGRESQL ? "select pg_advisory_xact_lock(6109061090)" : "select 1";
  }

  /**
   * Asks for the columns of a table, given as {@code schema.table}; none when there is no such
   * table. What the standard offers for this takes PostgreSQL long, each time on a new connection.
   */
  String columns() {
    return this == POSTGRESQL
        ? "select attname from pg_attribute where attrelid = to_regclass(?)"
            + " and attnum > 0 and not attisdropped"
        : "select column_name from information_schema.columns"
            + " where table_schema || '.' || table_name = ?";
  }

  /** How a value of that type is put into a statement. */
  String placeholder(Column.Type type) {
    return this == H2 && type == Column.Type.JSON ? "? format json" : "?";
  }
}
