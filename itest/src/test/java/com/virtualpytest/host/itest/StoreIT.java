package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.virtualpytest.host.simulators.tapo.Firmware;
import com.virtualpytest.host.simulators.tapo.PlugProfile;
import com.virtualpytest.host.simulators.tapo.VirtualPlug;
import com.virtualpytest.host.store.internal.testing.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens on a host is in the database in the end, once and in its order. */
class StoreIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private VirtualPlug plug;
  private HostLaunch launch;
  private int sent;

  @BeforeEach
  void plug() throws IOException {
    plug = VirtualPlug.start(PlugProfile.of(PlugHost.EMAIL, PlugHost.PASSWORD), Firmware.KLAP2, 0);
    launch = PlugHost.in(folder, plug).env("SERVER_PING_SECONDS", "1");
  }

  @AfterEach
  void unplug() throws IOException {
    plug.close();
  }

  @Test
  void nothingIsLostWhenTheDatabaseGoesAndTheHostIsKilled() throws Exception {
    try (PostgresServer postgres = PostgresServer.launch()) {
      launch.env("DATABASE_URL", postgres.url()).env("DEVICE1_VIDEO_CAPTURE_PATH", "/x/capture1");
      try (HostProcess host = connected()) {
        send(host, 20);
        await().atMost(PATIENCE).until(() -> stored(postgres) == 20);
        host.awaitTrue("an incident", () -> incidents(postgres) == 2);

        postgres.kill();
        send(host, 20);
        host.awaitAnswer("/host/health", answer -> state(answer).equals("offline"));
        host.awaitTrue("all is on disk", () -> onDisk(host));
        HostProcess.signal("KILL", host.jvm());
        host.awaitExit();
      }
      try (HostProcess host = connected()) {
        send(host, 10);
        assertThat(host.client().get("/host/history").status()).isEqualTo(503);

        postgres.start();
        host.awaitTrue("all is there", () -> stored(postgres) == sent);
        host.awaitAnswer("/host/health", answer -> state(answer).equals("running"));
        // written once more, were they not known: nothing is left to write
        host.awaitTrue("the spool is empty", () -> figure(host, "store_spool_rows") == 0);
      }

      assertThat(postgres.query("select params->>'n' from device_host.command_log order by seq"))
          .isEqualTo(IntStream.range(0, sent).mapToObj(Integer::toString).toList());
      assertThat(incidents(postgres)).isEqualTo(2);
      assertThat(postgres.number("select count(*) - count(distinct timestamp) from system_metrics"))
          .isZero();
      assertThat(postgres.number("select count(*) from device_host.host where host_name = 'itest'"))
          .isEqualTo(1);
    }
  }

  @Test
  void theEmbeddedDatabaseKeepsWhatAKilledHostHadDone() throws Exception {
    try (HostProcess host = connected()) {
      send(host, 20);
      host.awaitTrue("all is on disk", () -> onDisk(host));
      HostProcess.signal("KILL", host.jvm());
      host.awaitExit();
    }
    try (HostProcess host = connected()) {
      send(host, 5);
      Answer answer =
          host.awaitAnswer(
              "/host/history?table=command_log&device_id=device1&order=asc&limit=1000",
              found -> found.json().path("count").asInt() == sent);

      List<Integer> numbers = new ArrayList<>();
      answer.json().path("rows").forEach(row -> numbers.add(row.at("/params/n").asInt()));
      assertThat(numbers).isEqualTo(IntStream.range(0, sent).boxed().toList());
      JsonNode first = answer.json().path("rows").get(0);
      assertThat(first.path("command").asText()).isEqualTo("power_on");
      assertThat(first.path("outcome").asText()).isEqualTo("ok");
      assertThat(first.at("/params/password").asText()).isEqualTo("***");
      assertThat(host.client().get("/host/history?table=pg_user").status()).isEqualTo(400);
      promtoolAccepts(host.client().get("/host/metrics").body());
    }
  }

  @Test
  void aSlowDatabaseHoldsUpNoCommand() throws Exception {
    try (PostgresServer postgres = PostgresServer.launch()) {
      launch.env("DATABASE_URL", postgres.url());
      try (HostProcess host = connected()) {
        send(host, 1);
        await().atMost(PATIENCE).until(() -> stored(postgres) == 1);
        for (String table : List.of("command_log", "host_event", "host")) {
          postgres.execute(SLOW.formatted(table));
        }
        send(host, 30);
        try (Connection lock = postgres.hold("lock table device_host.command_log in share mode")) {
          send(host, 30);
          // no command waited for its row: those of the last ones cannot be written yet
          assertThat(lock.isClosed()).isFalse();
          assertThat(stored(postgres)).isLessThanOrEqualTo(31);
        }
        await().atMost(PATIENCE).until(() -> stored(postgres) == 61);
      }
    }
  }

  /** Each statement takes 2 s. */
  private static final String SLOW =
      """
      create or replace function device_host.slow() returns trigger language plpgsql
        as 'begin perform pg_sleep(2); return null; end';
      create trigger slow before insert or update on device_host.%s
        for each statement execute function device_host.slow()
      """;

  private HostProcess connected() throws IOException {
    HostProcess host = launch.startAndAwaitReady();
    try {
      PlugHost.awaitConnected(host, "device1");
      return host;
    } catch (Throwable e) {
      host.close();
      throw e;
    }
  }

  private void send(HostProcess host, int count) {
    for (int i = 0; i < count; i++) {
      String params = "{\"n\":%d,\"password\":\"of-a-tester\"}".formatted(sent++);
      Answer answer = PlugHost.power(host.client(), "device1", "power_on", params);
      assertThat(answer.json().path("success").asBoolean()).as(answer.body()).isTrue();
    }
  }

  private static boolean onDisk(HostProcess host) {
    return figure(host, "store_queue_rows") == 0;
  }

  /** A figure without labels, as it is scraped. */
  private static double figure(HostProcess host, String name) {
    String text = host.client().get("/host/metrics").body();
    Matcher found = Pattern.compile("(?m)^device_host_" + name + " (\\S+)$").matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return Double.parseDouble(found.group(1));
  }

  private static String state(Answer answer) {
    return answer.json().at("/services/store").asText();
  }

  private static long stored(PostgresServer postgres) throws Exception {
    boolean made =
        postgres
            .query("select to_regclass('device_host.command_log') is not null")
            .equals(List.of("t"));
    return made ? postgres.number("select count(*) from device_host.command_log") : 0;
  }

  private static long incidents(PostgresServer postgres) throws Exception {
    return postgres.number("select count(*) from public.system_incident");
  }

  private static void promtoolAccepts(String text) throws Exception {
    Process promtool =
        new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
    try (var input = promtool.outputWriter(StandardCharsets.UTF_8)) {
      input.write(text);
    }
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(promtool.waitFor()).as(said).isZero();
    assertThat(said).isEmpty();
  }
}
