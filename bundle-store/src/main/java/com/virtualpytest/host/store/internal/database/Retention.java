package com.virtualpytest.host.store.internal.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** Deletes this host's rows that are older than a week, a few at a time: nobody waits for long. */
final class Retention {
  private static final Duration AGE = Duration.ofDays(7);
  private static final int BATCH = 1000;

  private Retention() {}

  /**
   * Deletes up to one batch of each table.
   *
   * @return true when more may be left
   */
  static boolean run(Connection connection, String host, Instant now) throws SQLException {
    boolean more = false;
    for (Table table : Table.values()) {
      if (table.ages()) {
        more |= delete(connection, table, host, now.minus(AGE)) >= BATCH;
      }
    }
    return more;
  }

  private static int delete(Connection connection, Table table, String host, Instant before)
      throws SQLException {
    String sql =
        "delete from %1$s where id in (select id from %1$s where host_name = ? and \"%2$s\" < ? limit %3$d)"
            .formatted(table.qualified(), table.time(), BATCH);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, host);
      statement.setString(2, before.toString());
      return statement.executeUpdate();
    }
  }
}
