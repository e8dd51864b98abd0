package com.virtualpytest.host.store.internal.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Brings the tables up to date: numbered SQL files, each in its transaction, noted in {@code
 * device_host.schema_version}. When nothing is to be done, nothing is locked or written.
 *
 * <p>Not Flyway: it sets {@code search_path} and the role of its session, outside of any
 * transaction. Behind a transaction pooler that session is another client's in the next moment.
 */
final class Schema {
  /** In their order; the version is the position. A file that was released never changes. */
  private static final List<String> FILES = List.of("001_tables.sql");

  private static final String SCHEMA =
      "select count(*) from information_schema.schemata where schema_name = 'device_host'";
  private static final String TABLE = "device_host.schema_version";

  private Schema() {}

  static void update(Connection connection, Dialect dialect) throws SQLException {
    if (version(connection, dialect) >= FILES.size()) {
      return;
    }
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(dialect.lock());
      if (number(statement, SCHEMA) == 0) {
        statement.execute("create schema device_host");
      }
      statement.execute(
          "create table if not exists device_host.schema_version"
              + " (version integer primary key, file varchar(200) not null,"
              + " applied_at timestamp with time zone default current_timestamp not null)");
      for (int next = version(connection, dialect); next < FILES.size(); next++) {
        String file = FILES.get(next);
        statement.execute(text(dialect.wireName() + "/" + file));
        statement.execute(
            "insert into device_host.schema_version (version, file) values (%d, '%s')"
                .formatted(next + 1, file));
      }
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static int version(Connection connection, Dialect dialect) throws SQLException {
    if (Statements.columns(connection, dialect, TABLE).isEmpty()) {
      return 0;
    }
    try (Statement statement = connection.createStatement()) {
      return number(statement, "select coalesce(max(version), 0) from " + TABLE);
    }
  }

  private static int number(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getInt(1);
    }
  }

  private static String text(String file) throws SQLException {
    try (InputStream resource = Schema.class.getResourceAsStream(file)) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new SQLException("cannot read " + file, "58030", e);
    }
  }
}
