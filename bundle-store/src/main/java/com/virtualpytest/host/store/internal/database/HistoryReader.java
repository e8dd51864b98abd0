package com.virtualpytest.host.store.internal.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.api.store.HistoryQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads rows of this host. Names of tables and columns come from {@link Table} alone. */
public final class HistoryReader {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SECONDS = 10;

  private final Table table;
  private final HistoryQuery query;
  private final String order;

  private HistoryReader(Table table, HistoryQuery query, String order) {
    this.table = table;
    this.query = query;
    this.order = order;
  }

  /**
   * Checks a query.
   *
   * @throws ApiException {@code BAD_REQUEST}
   */
  public static HistoryReader of(HistoryQuery query) {
    Table table =
        Table.named(query.table())
            .orElseThrow(
                () ->
                    new ApiException(
                        ErrorCode.BAD_REQUEST,
                        "table must be one of "
                            + Arrays.stream(Table.values())
                                .map(Table::wireName)
                                .collect(Collectors.joining(", "))));
    if (query.deviceId() != null && column(table, "device_id").isEmpty()) {
      throw new ApiException(ErrorCode.BAD_REQUEST, table.wireName() + " has no device_id");
    }
    return new HistoryReader(table, query, order(table, query.order()));
  }

  /** The rows; a column that this database lacks is left out. */
  public List<Map<String, Object>> read(Connection connection, Dialect dialect, String host)
      throws SQLException {
    Set<String> present = Statements.columns(connection, dialect, table.qualified());
    List<Column> columns =
        table.columns().stream().filter(column -> present.contains(column.name())).toList();
    List<Object> values = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql(columns, host, values))) {
      statement.setQueryTimeout(SECONDS);
      for (int i = 0; i < values.size(); i++) {
        statement.setString(i + 1, values.get(i).toString());
      }
      List<Map<String, Object>> rows = new ArrayList<>();
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          rows.add(row(found, columns));
        }
      }
      return rows;
    }
  }

  private String sql(List<Column> columns, String host, List<Object> values) {
    StringBuilder sql = new StringBuilder("select ");
    sql.append(columns.stream().map(c -> '"' + c.name() + '"').collect(Collectors.joining(", ")));
    sql.append(" from ").append(table.qualified()).append(" where host_name = ?");
    values.add(host);
    if (query.deviceId() != null) {
      sql.append(" and device_id = ?");
      values.add(query.deviceId());
    }
    if (query.from() != null) {
      sql.append(" and \"").append(table.time()).append("\" >= ?");
      values.add(query.from());
    }
    if (query.to() != null) {
      sql.append(" and \"").append(table.time()).append("\" < ?");
      values.add(query.to());
    }
    return sql.append(" order by ")
        .append(order)
        .append(" limit ")
        .append(query.limit())
        .toString();
  }

  private static String order(Table table, String text) {
    String wanted = text == null ? "desc" : text;
    String name = table.time();
    String direction = wanted;
    if (!wanted.equals("asc") && !wanted.equals("desc")) {
      int dot = wanted.indexOf('.');
      name = dot < 0 ? wanted : wanted.substring(0, dot);
      direction = dot < 0 ? "asc" : wanted.substring(dot + 1);
    }
    Optional<Column> column = column(table, name).filter(c -> c.type() != Column.Type.JSON);
    if (column.isEmpty() || !(direction.equals("asc") || direction.equals("desc"))) {
      throw new ApiException(
          ErrorCode.BAD_REQUEST,
          "order must be asc, desc or a column of " + table.wireName() + " with .asc or .desc",
          "Columns: "
              + table.columns().stream().map(Column::name).collect(Collectors.joining(", ")),
          null);
    }
    String sequence = column(table, "seq").isPresent() ? ", \"seq\" " + direction : "";
    return '"' + column.get().name() + "\" " + direction + sequence;
  }

  private static Optional<Column> column(Table table, String name) {
    return table.columns().stream().filter(column -> column.name().equals(name)).findFirst();
  }

  private static Map<String, Object> row(ResultSet found, List<Column> columns)
      throws SQLException {
    Map<String, Object> row = new LinkedHashMap<>();
    for (Column column : columns) {
      row.put(column.name(), value(found, column));
    }
    return row;
  }

  private static Object value(ResultSet found, Column column) throws SQLException {
    return switch (column.type()) {
      case TEXT, UUID -> found.getString(column.name());
      case NUMBER -> found.getBigDecimal(column.name());
      case TIME -> {
        OffsetDateTime time = found.getObject(column.name(), OffsetDateTime.class);
        yield time == null ? null : time.toInstant().toString();
      }
      case JSON -> json(found.getString(column.name()));
    };
  }

  private static Object json(String text) throws SQLException {
    try {
      return text == null ? null : JSON.readValue(text, Object.class);
    } catch (JsonProcessingException e) {
      throw new SQLException("the database gave no JSON", "22000", e);
    }
  }
}
