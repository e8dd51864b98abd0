package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A host and its server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerIT {
  private static final String TEAM = "?team_id=team";

  private BackendServer server;
  private AndroidHost android;

  @BeforeAll
  void boot(@TempDir Path folder) throws IOException {
    server = new BackendServer();
    android =
        new AndroidHost(
            HostLaunch.in(folder).env("SERVER_URL", server.url()).env("SERVER_PING_SECONDS", "1"));
    awaitRegistered();
  }

  @AfterAll
  void stop() {
    android.close();
    server.close();
  }

  private void awaitRegistered() {
    // a phone that was bound after the first registration is told in the next
    android
        .host()
        .awaitTrue(
            "the server knows the host",
            () ->
                server.host("itest") != null
                    && server.host("itest").at("/devices/1/device_action_types/Remote").size() > 0);
  }

  @Test
  void theRegistrationSaysWhatTheContractAsksFor() {
    awaitRegistered();
    JsonNode host = server.host("itest");

    assertThat(host.path("host_port").isInt()).isTrue();
    assertThat(host.path("host_url").asText()).startsWith("http://");
    assertThat(host.path("capabilities").toString()).contains("remote", "verification");
    JsonNode phone = host.at("/devices/1");
    assertThat(phone.path("device_id").asText()).isEqualTo("device1");
    assertThat(phone.path("device_port").isTextual()).isTrue();
    assertThat(phone.at("/device_capabilities/remote").asText()).isEqualTo("android_mobile");
    assertThat(phone.at("/device_capabilities/power").isNull()).isTrue();
    assertThat(phone.at("/device_capabilities/verification").isArray()).isTrue();
    assertThat(phone.at("/device_verification_types/adb/0/command").asText())
        .isEqualTo("waitForElementToAppear");
    JsonNode first = phone.at("/device_action_types/Remote/0");
    assertThat(first.path("inputParam").asText()).isEqualTo("element_text");
    assertThat(first.path("requiresInput").isBoolean()).isTrue();
    JsonNode statistics = host.path("system_stats");
    for (String figure :
        List.of(
            "cpu_percent",
            "memory_percent",
            "memory_total_gb",
            "disk_percent",
            "uptime_seconds",
            "load_average_1m",
            "disk_write_mb_per_sec")) {
      assertThat(statistics.path(figure).isNumber()).as(figure).isTrue();
    }
    assertThat(statistics.path("memory_total_gb").asDouble()).isPositive();
    assertThat(statistics.at("/ffmpeg_status/status").asText()).isEqualTo("stopped");
    assertThat(host.toString()).doesNotContain(HostLaunch.KEY);
    assertThat(server.complaints()).isEmpty();
  }

  @Test
  void aPingTellsMoreThanARegistration() {
    android.host().awaitTrue("a ping has come", () -> server.lastPing() != null);
    JsonNode ping = server.lastPing();

    assertThat(ping.path("timestamp").isNumber()).isTrue();
    assertThat(ping.at("/devices/1/has_running_deployment").isBoolean()).isTrue();
    assertThat(ping.at("/per_device_metrics/1/device_id").asText()).isEqualTo("device1");
    assertThat(ping.at("/system_stats/memory_used_gb").isNumber()).isTrue();
  }

  @Test
  void aServerThatRestartsIsRegisteredWithAgain() throws IOException {
    awaitRegistered();
    server.close();
    android
        .host()
        .awaitAnswer(
            "/host/health",
            answer -> answer.json().at("/services/server").asText().equals("offline"));
    server.start();

    awaitRegistered();
    android
        .host()
        .awaitAnswer(
            "/host/health",
            answer -> answer.json().at("/services/server").asText().equals("running"));
  }

  @Test
  void aServerTakesControlRunsABatchAndReleases() {
    Client client = android.client();
    Answer taken = client.post("/host/takeControl", "{\"device_id\":\"device1\"}");
    assertThat(taken.json().path("available_controllers").toString()).contains("remote");

    Answer started =
        client.post(
            "/host/action/executeBatch" + TEAM,
            """
            {"actions":[{"command":"press_key","action_type":"remote","params":{"key":"HOME"}},
              {"command":"press_key","params":{"key":"BACK","wait_time":10},"iterator":2}],
             "device_id":"device1","host_name":"itest"}
            """);
    assertThat(started.status()).isEqualTo(200);
    String status = "/host/action/execution/" + started.text("execution_id") + "/status";
    Answer done =
        android.host().awaitAnswer(status, answer -> !answer.text("status").equals("running"));
    assertThat(done.text("status")).isEqualTo("completed");
    assertThat(done.json().at("/result/success").asBoolean()).isTrue();
    assertThat(done.json().at("/result/passed_count").asInt()).isEqualTo(2);

    Answer checks =
        client.post(
            "/host/verification/executeBatch" + TEAM,
            """
            {"verifications":[{"command":"waitForElementToDisappear","verification_type":"adb",
              "params":{"search_term":"no such thing"},"userinterface_name":"ui"}],
             "device_id":"device1"}
            """);
    String checked = "/host/verification/execution/" + checks.text("execution_id") + "/status";
    Answer verdict =
        android.host().awaitAnswer(checked, answer -> !answer.text("status").equals("running"));
    assertThat(verdict.text("status")).isEqualTo("completed");
    assertThat(client.post("/host/releaseControl", "{\"device_id\":\"device1\"}").status())
        .isEqualTo(200);
  }

  @Test
  void aBatchThatTakesLongSlowsNoOtherDevicesBatches() {
    String slow = start("device1", "{\"key\":\"HOME\",\"wait_time\":60000}");
    List<String> others = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      others.add(start("device2", "{\"key\":\"HOME\"}"));
    }

    for (String other : others) {
      Answer done =
          android.host().awaitAnswer(other, answer -> !answer.text("status").equals("running"));
      assertThat(done.json().at("/result/success").asBoolean()).as(done.body()).isTrue();
    }
    assertThat(android.client().get(slow).text("status")).isEqualTo("running");
    String id = slow.replaceAll("/host/action/execution/(.*)/status", "$1");
    assertThat(
            android
                .client()
                .send(android.client().keyed("/host/action/execution/" + id).DELETE())
                .status())
        .isEqualTo(200);
  }

  /** Starts a batch of one key press and tells where its status is. */
  private String start(String device, String params) {
    Answer started =
        android
            .client()
            .post(
                "/host/action/executeBatch" + TEAM,
                """
                {"actions":[{"command":"press_key","action_type":"remote","params":%s}],
                 "device_id":"%s"}
                """
                    .formatted(params, device));
    assertThat(started.status()).as(started.body()).isEqualTo(200);
    return "/host/action/execution/" + started.text("execution_id") + "/status";
  }

  @Test
  void pagesWithATreeTakeControlAndNothingElseNavigates() {
    Answer taken =
        android.post("/host/navigation/cache/populate/tree1" + TEAM, "{\"all_trees_data\":[]}");
    assertThat(taken.json().path("success").asBoolean()).isTrue();
    Answer bare = android.client().postNothing("/host/navigation/cache/populate/tree1" + TEAM);
    assertThat(bare.json().path("success").asBoolean()).isTrue();
    Answer other = android.post("/host/navigation/execute/tree1/node1", "{}");
    assertThat(other.status()).isEqualTo(501);
    assertThat(other.text("code")).isEqualTo("NOT_SUPPORTED");
  }

  @Test
  void aRebootHasToBeAllowed() {
    Answer refused = android.client().postNothing("/host/system/rebootHost");

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("hint")).contains("ALLOW_REBOOT");
    assertThat(refused.text("action")).isEqualTo("reboot");
  }

  @Test
  void postsWithoutABodyOrWithTooMuchAreAnsweredAndNever500() {
    for (String path :
        List.of(
            "/host/takeControl",
            "/host/releaseControl",
            "/host/action/executeBatch",
            "/host/verification/executeBatch",
            "/host/remote/executeCommand",
            "/host/remote/tapCoordinates",
            "/host/power/executeCommand",
            "/host/power/getStatus",
            "/host/serial/executeCommand",
            "/host/verification/adb/execute")) {
      assertThat(android.client().postNothing(path).status()).as(path).isLessThan(500);
      assertThat(android.post(path, "[]").status()).as(path).isEqualTo(400);
      assertThat(android.post(path, "{\"device_id\":null,\"more\":{}}").status())
          .as(path)
          .isLessThan(500);
    }
  }

  @Test
  void theEndIsToldToTheServer(@TempDir Path folder) throws Exception {
    try (HostProcess host =
        HostLaunch.in(folder)
            .env("SERVER_URL", server.url())
            .env("HOST_NAME", "short")
            .startAndAwaitReady()) {
      host.awaitTrue("the server knows it", () -> server.host("short") != null);
      host.signal("TERM");
      assertThat(host.awaitExit()).isZero();
    }
    assertThat(server.host("short")).isNull();
  }
}
