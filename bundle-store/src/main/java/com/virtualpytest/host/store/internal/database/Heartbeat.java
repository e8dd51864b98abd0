package com.virtualpytest.host.store.internal.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/**
 * The row that says that this host is alive.
 *
 * @param host its name
 * @param url where it is reached
 * @param startedAt when it started
 */
public record Heartbeat(String host, String url, Instant startedAt) {
  private static final String UPDATE =
      "update device_host.host set url = ?, devices = ?, started_at = ?, last_seen = ?"
          + " where host_name = ?";
  private static final String INSERT =
      "insert into device_host.host (url, devices, started_at, last_seen, host_name, first_seen)"
          + " values (?, ?, ?, ?, ?, ?) on conflict do nothing";

  void beat(Connection connection, int devices, Instant now) throws SQLException {
    if (run(connection, UPDATE, devices, now, false) == 0) {
      run(connection, INSERT, devices, now, true);
    }
  }

  private int run(Connection connection, String sql, int devices, Instant now, boolean first)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, url);
      statement.setInt(2, devices);
      statement.setString(3, startedAt.toString());
      statement.setString(4, now.toString());
      statement.setString(5, host);
      if (first) {
        statement.setString(6, now.toString());
      }
      return statement.executeUpdate();
    }
  }
}
