package com.virtualpytest.host.store.internal.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.virtualpytest.host.store.internal.spool.Row;
import com.virtualpytest.host.store.internal.spool.Row.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes rows. A row that is there already stays as it is. Tables that somebody else made may lack
 * columns: those are left out.
 */
final class Statements {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A second host process, or this one after a restart, must not open what is open. */
  private static final String OPEN_INCIDENT =
      "insert into public.system_incident (incident_uuid, host_name, device_id, device_name,"
          + " capture_folder, component, incident_type, severity, status, detected_at, description)"
          + " select cast(? as uuid), cast(? as varchar), cast(? as varchar), cast(? as varchar),"
          + " cast(? as varchar), cast(? as varchar), cast(? as varchar), cast(? as varchar),"
          + " 'open', cast(? as timestamp with time zone), cast(? as varchar)"
          + " where not exists (select 1 from public.system_incident where incident_uuid ="
          + " cast(? as uuid) or (host_name = cast(? as varchar) and capture_folder ="
          + " cast(? as varchar) and component = cast(? as varchar)"
          + " and status in ('open', 'in_progress')))";

  private static final String RESOLVE_INCIDENT =
      "update public.system_incident set status = 'resolved', resolved_at ="
          + " cast(? as timestamp with time zone), total_duration_minutes = cast(round(extract(epoch"
          + " from (cast(? as timestamp with time zone) - detected_at)) / 60) as integer)"
          + " where host_name = cast(? as varchar) and capture_folder = cast(? as varchar)"
          + " and component = cast(? as varchar) and status in ('open', 'in_progress')"
          + " and detected_at <= cast(? as timestamp with time zone)";

  private record Insert(String sql, List<Column> columns) {}

  private final Map<Kind, Insert> inserts = new EnumMap<>(Kind.class);

  private Statements() {}

  /** What fits the tables that are there. */
  static Statements of(Connection connection, Dialect dialect) throws SQLException {
    Statements all = new Statements();
    all.inserts.put(Kind.COMMAND, insert(connection, dialect, Table.COMMAND_LOG));
    all.inserts.put(Kind.EVENT, insert(connection, dialect, Table.HOST_EVENT));
    all.inserts.put(Kind.MACHINE, insert(connection, dialect, Table.SYSTEM_METRICS));
    all.inserts.put(Kind.DEVICE, insert(connection, dialect, Table.SYSTEM_DEVICE_METRICS));
    return all;
  }

  /** Writes rows in their order, without a commit. */
  void write(Connection connection, List<Row> rows) throws SQLException {
    Map<Kind, PreparedStatement> open = new EnumMap<>(Kind.class);
    try {
      for (Row row : rows) {
        switch (row.kind()) {
          case INCIDENT_OPENED -> openIncident(connection, row);
          case INCIDENT_RESOLVED -> resolveIncident(connection, row);
          default -> add(connection, open, row);
        }
      }
      for (PreparedStatement statement : open.values()) {
        statement.executeBatch();
      }
    } finally {
      for (PreparedStatement statement : open.values()) {
        statement.close();
      }
    }
  }

  private void add(Connection connection, Map<Kind, PreparedStatement> open, Row row)
      throws SQLException {
    Insert insert = inserts.get(row.kind());
    PreparedStatement statement = open.get(row.kind());
    if (statement == null) {
      statement = connection.prepareStatement(insert.sql());
      open.put(row.kind(), statement);
    }
    int index = 0;
    for (Column column : insert.columns()) {
      Object value = column.name().equals("id") ? row.id() : row.values().get(column.name());
      statement.setString(++index, text(column, value));
    }
    statement.addBatch();
  }

  private static String text(Column column, Object value) throws SQLException {
    if (column.type() != Column.Type.JSON) {
      if (value == null) {
        return column.fallback();
      }
      // PostgreSQL's text cannot hold it
      return value.toString().replace("\u0000", "\uFFFD");
    }
    try {
      return JSON.writeValueAsString(value == null ? Map.of() : value)
          .replace("\\u0000", "\\ufffd");
    } catch (JsonProcessingException e) {
      throw new SQLException("a value is no JSON", "22000", e);
    }
  }

  private static void openIncident(Connection connection, Row row) throws SQLException {
    Map<String, Object> values = row.values();
    Object host = values.get("host_name");
    Object folder = values.get("capture_folder");
    Object component = values.get("component");
    run(
        connection,
        OPEN_INCIDENT,
        row.id(),
        host,
        values.get("device_id"),
        values.get("device_name"),
        folder,
        component,
        values.get("incident_type"),
        values.get("severity"),
        values.get("detected_at"),
        values.get("description"),
        row.id(),
        host,
        folder,
        component);
  }

  private static void resolveIncident(Connection connection, Row row) throws SQLException {
    Map<String, Object> values = row.values();
    Object at = values.get("resolved_at");
    run(
        connection,
        RESOLVE_INCIDENT,
        at,
        at,
        values.get("host_name"),
        values.get("capture_folder"),
        values.get("component"),
        at);
  }

  private static void run(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i] == null ? null : values[i].toString());
      }
      statement.executeUpdate();
    }
  }

  private static Insert insert(Connection connection, Dialect dialect, Table table)
      throws SQLException {
    Set<String> present = columns(connection, dialect, table.qualified());
    if (present.isEmpty()) {
      throw new SQLException("there is no table " + table.qualified(), "42P01");
    }
    List<Column> columns =
        table.columns().stream().filter(column -> present.contains(column.name())).toList();
    String names =
        columns.stream().map(c -> '"' + c.name() + '"').collect(Collectors.joining(", "));
    String values =
        columns.stream().map(c -> dialect.placeholder(c.type())).collect(Collectors.joining(", "));
    return new Insert(
        "insert into %s (%s) values (%s) on conflict do nothing"
            .formatted(table.qualified(), names, values),
        columns);
  }

  /** The columns that a table has in this database; empty when there is no such table. */
  static Set<String> columns(Connection connection, Dialect dialect, String table)
      throws SQLException {
    Set<String> names = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(dialect.columns())) {
      statement.setString(1, table);
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          names.add(found.getString(1));
        }
      }
    }
    return names;
  }
}
