package com.virtualpytest.host.store.internal.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.store.HistoryQuery;
import com.virtualpytest.host.store.internal.spool.Row;
import com.virtualpytest.host.store.internal.spool.Row.Kind;
import com.virtualpytest.host.store.internal.spool.Spools;
import com.virtualpytest.host.store.internal.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same on both databases. */
class WriterTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");

  private static PostgresServer postgres;

  @TempDir Path folder;

  @BeforeAll
  static void startServer() throws Exception {
    postgres = PostgresServer.launch();
  }

  @AfterAll
  static void stopServer() throws Exception {
    postgres.close();
  }

  @ParameterizedTest
  @EnumSource
  void rowsAreThereOnceAndInTheirOrder(Dialect dialect) throws Exception {
    try (Bench bench = bench(dialect)) {
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < 1200; i++) {
        rows.add(command(i, Map.of("n", i)));
      }
      bench.write(rows);
      // as after a kill between the commit and its note on disk
      bench.write(rows);

      assertThat(bench.writer.status().state()).isEqualTo(State.READY);
      assertThat(bench.spools.rows()).isZero();
      List<Map<String, Object>> found = bench.read("command_log", null, "seq.asc", 2000);
      assertThat(found).hasSize(1200);
      assertThat(found)
          .extracting(row -> ((Map<?, ?>) row.get("params")).get("n"))
          .first()
          .isEqualTo(0);
      assertThat(found.get(7).get("timestamp")).isEqualTo("2026-03-01T12:00:00.123456Z");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRowThatTheDatabaseRefusesTakesNoOtherWithIt(Dialect dialect) throws Exception {
    try (Bench bench = bench(dialect)) {
      Map<String, Object> wrong = new LinkedHashMap<>(command(2, Map.of()).values());
      wrong.put("ms", "soon");
      bench.write(
          List.of(
              command(1, Map.of()),
              Row.of(Kind.COMMAND, wrong),
              command(3, Map.of("nul", "\u0000"))));

      assertThat(bench.read("command_log", null, "seq.asc", 10))
          .extracting(row -> row.get("seq").toString())
          .containsExactly("1", "3");
      assertThat(bench.writer.rejected()).isEqualTo(1);
      assertThat(bench.writer.status().state()).isEqualTo(State.READY);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anIncidentIsOpenOnceAndIsResolved(Dialect dialect) throws Exception {
    try (Bench bench = bench(dialect)) {
      bench.write(
          List.of(
              opened(NOW),
              opened(NOW.plusSeconds(60)), // the host was restarted meanwhile
              resolved(NOW.plusSeconds(600)),
              opened(NOW.plusSeconds(700))));

      List<Map<String, Object>> found = bench.read("system_incident", "capture1", "asc", 10);
      assertThat(found).extracting(row -> row.get("status")).containsExactly("resolved", "open");
      assertThat(found.get(0).get("total_duration_minutes").toString()).isEqualTo("10");
      assertThat(found.get(0).get("severity")).isEqualTo("critical");
    }
  }

  @ParameterizedTest
  @EnumSource
  void rowsOlderThanAWeekGo(Dialect dialect) throws Exception {
    try (Bench bench = bench(dialect)) {
      bench.write(
          List.of(
              command(1, Map.of(), NOW.minus(Duration.ofDays(8))),
              command(2, Map.of(), NOW.minus(Duration.ofDays(6)))));
      try (Connection connection = bench.database.connection()) {
        assertThat(Retention.run(connection, "h", NOW)).isFalse();
      }

      assertThat(bench.read("command_log", null, null, 10))
          .extracting(row -> row.get("seq").toString())
          .containsExactly("2");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theHistoryIsBoundedInTimeAndByDevice(Dialect dialect) throws Exception {
    try (Bench bench = bench(dialect)) {
      bench.write(List.of(command(1, Map.of()), command(2, Map.of()), command(3, Map.of())));
      try (Connection connection = bench.database.connection()) {
        HistoryQuery query =
            new HistoryQuery("command_log", "device1", NOW, NOW.plusSeconds(1), "ms.desc", 2);
        assertThat(HistoryReader.of(query).read(connection, dialect, "h")).hasSize(2);
        HistoryQuery later =
            new HistoryQuery("command_log", null, NOW.plusSeconds(1), null, null, 2);
        assertThat(HistoryReader.of(later).read(connection, dialect, "h")).isEmpty();
        assertThat(HistoryReader.of(query).read(connection, dialect, "another host")).isEmpty();
      }
    }
  }

  @Test
  void whatIsNotOfferedCannotBeAskedFor() {
    for (HistoryQuery query :
        List.of(
            new HistoryQuery("pg_shadow", null, null, null, null, 1),
            new HistoryQuery("command_log", null, null, null, "params.asc", 1),
            new HistoryQuery("command_log", null, null, null, "ms.asc; drop table x", 1),
            new HistoryQuery("system_metrics", "device1", null, null, null, 1))) {
      assertThatThrownBy(() -> HistoryReader.of(query)).isInstanceOf(ApiException.class);
    }
  }

  @Test
  void tablesThatSomebodyElseMadeAreUsedAsTheyAre() throws Exception {
    try (Bench bench = bench(Dialect.POSTGRESQL)) {
      postgres.execute(Files.readString(Path.of("src/test/resources/existing_tables.sql")));
      Map<String, Object> machine = new LinkedHashMap<>();
      machine.put("host_name", "h");
      machine.put("timestamp", NOW.toString());
      machine.put("cpu_percent", 12.5);
      machine.put("ffmpeg_status", Map.of("status", "active"));
      machine.put("load_average_1m", 999.99);
      Map<String, Object> device = new LinkedHashMap<>(machine);
      device.put("ffmpeg_status", "active");
      device.putAll(
          Map.of(
              "device_id", "device1",
              "device_name", "Phone",
              "device_port", "unknown",
              "device_model", "android_mobile",
              "capture_folder", "capture1",
              "monitor_status", "stuck"));
      bench.write(List.of(Row.of(Kind.MACHINE, machine), Row.of(Kind.DEVICE, device), opened(NOW)));

      assertThat(bench.writer.rejected()).isZero();
      assertThat(
              postgres.query(
                  "select cpu_percent, ffmpeg_status->>'status', memory_used_gb from system_metrics"))
          .containsExactly("12.5|active|0");
      assertThat(postgres.query("select monitor_status, cpu_percent from system_device_metrics"))
          .containsExactly("stuck|12.5");
      assertThat(postgres.query("select component, status from system_incident"))
          .containsExactly("ffmpeg|open");
      assertThat(
              postgres.query(
                  "select table_name from information_schema.tables where table_schema = 'public'"
                      + " order by 1"))
          .containsExactly("system_device_metrics", "system_incident", "system_metrics");
    }
  }

  @Test
  void aServerThatGoesAndComesBackLosesNothing() throws Exception {
    try (Bench bench = bench(Dialect.POSTGRESQL)) {
      bench.write(List.of(command(1, Map.of())));
      postgres.kill();
      bench.spools.append(List.of(command(2, Map.of())));
      Writer.Pause pause = bench.writer.step();
      assertThat(pause.orRows()).isFalse();
      assertThat(bench.writer.status().state()).isEqualTo(State.OFFLINE);
      assertThat(bench.spools.rows()).isEqualTo(1);

      postgres.start();
      bench.write(List.of(command(3, Map.of())));
      assertThat(bench.read("command_log", null, "seq.asc", 10))
          .extracting(row -> row.get("seq").toString())
          .containsExactly("1", "2", "3");
    }
  }

  private Bench bench(Dialect dialect) throws Exception {
    Optional<DatabaseAddress> address = Optional.empty();
    if (dialect == Dialect.POSTGRESQL) {
      postgres.execute(
          "drop schema if exists device_host cascade; drop schema public cascade;"
              + " create schema public");
      address = Optional.of(DatabaseAddress.parse(postgres.url()));
    }
    return new Bench(new Database(address, folder), Spools.open(folder.resolve("s"), 1 << 24));
  }

  private static Row command(int number, Map<String, ?> params) {
    return command(number, params, NOW);
  }

  private static Row command(int number, Map<String, ?> params, Instant at) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("host_name", "h");
    values.put("seq", number);
    values.put("timestamp", at.toString());
    values.put("device_id", "device1");
    values.put("driver", "tapo");
    values.put("command", "power_on");
    values.put("params", params);
    values.put("outcome", "ok");
    values.put("wait_ms", 0);
    values.put("ms", number);
    return Row.of(Kind.COMMAND, values);
  }

  private static Row opened(Instant at) {
    return Row.of(
        Kind.INCIDENT_OPENED,
        Map.of(
            "host_name", "h",
            "device_id", "capture1",
            "device_name", "Phone",
            "capture_folder", "capture1",
            "component", "ffmpeg",
            "incident_type", "ffmpeg_failure",
            "severity", "critical",
            "detected_at", at.toString()));
  }

  private static Row resolved(Instant at) {
    return Row.of(
        Kind.INCIDENT_RESOLVED,
        Map.of(
            "host_name", "h",
            "capture_folder", "capture1",
            "component", "ffmpeg",
            "resolved_at", at.toString()));
  }

  /** A writer with its surroundings, stepped by hand. */
  private static final class Bench implements AutoCloseable {
    final Database database;
    final Spools spools;
    final Writer writer;

    Bench(Database database, Spools spools) {
      this.database = database;
      this.spools = spools;
      this.writer =
          new Writer(
              database,
              spools,
              new Heartbeat("h", "http://h:6109", NOW),
              () -> 1,
              Clock.fixed(NOW, ZoneOffset.UTC));
    }

    void write(List<Row> rows) throws Exception {
      spools.append(rows);
      Instant end = Instant.now().plusSeconds(60);
      while (spools.rows() > 0 && Instant.now().isBefore(end)) {
        assertThat(writer.step()).isNotNull();
      }
    }

    List<Map<String, Object>> read(String table, String device, String order, int limit)
        throws Exception {
      try (Connection connection = database.connection()) {
        return HistoryReader.of(new HistoryQuery(table, device, null, null, order, limit))
            .read(connection, database.dialect(), "h");
      }
    }

    @Override
    public void close() throws IOException {
      database.close();
      spools.close();
    }
  }
}
