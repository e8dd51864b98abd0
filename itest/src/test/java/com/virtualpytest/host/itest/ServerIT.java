package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
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
            HostLaunch.in(folder)
                .env("SERVER_URL", server.url())
                .env("SERVER_PING_SECONDS", "1")
                .env("DEVICE1_VIDEO", "lavfi:testsrc2=size=320x180:rate=5")
                .env("DEVICE1_VIDEO_FPS", "5"));
    awaitRegistered();
  }

  @AfterAll
  void stop() {
    android.close();
    server.close();
  }

  private void awaitRegistered() {
    // a device that was bound after the first registration is told in the next
    android
        .host()
        .awaitTrue(
            "the server knows the host",
            () ->
                server.host("itest") != null
                    && server.host("itest").at("/devices/1/device_action_types/Remote").size() > 0
                    && server.host("itest").at("/devices/2/device_action_types/remote").size() > 0
                    && server.host("itest").at("/devices/1/device_capabilities/av").isTextual());
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
    assertThat(phone.at("/device_capabilities/av").asText()).isEqualTo("hdmi_stream");
    assertThat(phone.path("video_stream_path").asText()).isEqualTo("/host/stream/capture1");
    assertThat(phone.path("video_capture_path").asText())
        .isEqualTo("/var/www/html/stream/capture1");
    assertThat(phone.path("video").asText()).startsWith("lavfi:");
    JsonNode withoutPictures = host.at("/devices/2");
    assertThat(withoutPictures.at("/device_capabilities/av").isNull()).isTrue();
    assertThat(withoutPictures.has("video_stream_path")).isFalse();
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
    assertThat(statistics.at("/ffmpeg_status/status").asText()).isIn("active", "stuck", "stopped");
    assertThat(host.toString()).doesNotContain(HostLaunch.KEY);
    assertThat(server.complaints()).isEmpty();
  }

  /**
   * What the pages offer for phones and TVs, entry by entry. Two things differ: entries and
   * parameters have descriptions and examples of their own, and a TV offers no checks of the
   * picture, since it has none.
   */
  @Test
  void thePickersAreThoseOfTheContract() throws IOException {
    awaitRegistered();
    JsonNode host = server.host("itest");
    JsonNode contract;
    try (InputStream file = ServerIT.class.getResourceAsStream("/contract/android_pickers.json")) {
      contract = Answer.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    }

    JsonNode phone = host.at("/devices/1");
    assertThat(phone.path("device_action_types").fieldNames()).toIterable().containsOnly("Remote");
    assertThat(withoutDescriptions(phone.at("/device_action_types/Remote")))
        .containsExactlyElementsOf(contract.at("/android_mobile/Remote"));
    assertThat(withoutDescriptions(phone.at("/device_verification_types/adb")))
        .containsExactlyElementsOf(contract.at("/android_mobile/adb"));
    JsonNode tv = host.at("/devices/2");
    List<JsonNode> remote = new ArrayList<>();
    contract.at("/android_tv/remote").forEach(remote::add);
    remote.removeIf(entry -> entry.path("action_type").asText().equals("verification"));
    assertThat(tv.path("device_action_types").fieldNames()).toIterable().containsOnly("remote");
    assertThat(withoutDescriptions(tv.at("/device_action_types/remote")))
        .containsExactlyElementsOf(remote);
    assertThat(tv.path("device_verification_types")).isEmpty();
  }

  /** The entries without their descriptions, which must be there. */
  private static List<JsonNode> withoutDescriptions(JsonNode entries) {
    List<JsonNode> bare = new ArrayList<>();
    for (JsonNode entry : entries) {
      ObjectNode copy = entry.deepCopy();
      assertThat(copy.remove("description").asText()).isNotBlank();
      if (copy.has("verification_type")) {
        for (JsonNode param : copy.path("params")) {
          assertThat(((ObjectNode) param).remove("description").asText()).isNotBlank();
          ((ObjectNode) param).remove("placeholder");
        }
      }
      bare.add(copy);
    }
    return bare;
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
  void aPingTellsHowTheCapturesAre() {
    android
        .host()
        .awaitTrue(
            "both are active",
            () ->
                server.lastPing() != null
                    && figure("ffmpeg_status").asText().equals("active")
                    && figure("monitor_status").asText().equals("active"));
    JsonNode ping = server.lastPing();

    assertThat(figure("capture_folder").asText()).isEqualTo("capture1");
    assertThat(figure("video_device").asText()).startsWith("lavfi:");
    assertThat(figure("disk_usage").asText()).matches("[\\d.]+[KMGT]");
    assertThat(Instant.parse(figure("ffmpeg_last_activity").asText())).isBefore(Instant.now());
    assertThat(Instant.parse(figure("monitor_last_activity").asText())).isBefore(Instant.now());
    assertThat(figure("ffmpeg_working_uptime_seconds").isIntegralNumber()).isTrue();
    JsonNode capture = ping.at("/system_stats/ffmpeg_status");
    assertThat(capture.path("status").asText()).isEqualTo("active");
    assertThat(capture.path("processes_running").asInt()).isEqualTo(1);
    assertThat(capture.at("/processes/0/cmdline").asText()).startsWith("ffmpeg");
    assertThat(capture.at("/device_statuses/capture1").asText()).isEqualTo("active");
    assertThat(capture.at("/recent_files/capture1/images").asInt()).isPositive();
    assertThat(capture.path("service_start_time").isNumber()).isTrue();
    JsonNode monitor = ping.at("/system_stats/monitor_status");
    assertThat(monitor.path("process_running").asBoolean()).isTrue();
    assertThat(monitor.at("/recent_json_files/capture1/count").asInt()).isPositive();
    JsonNode none = ping.at("/per_device_metrics/2");
    assertThat(none.path("ffmpeg_status").asText()).isEqualTo("stopped");
    assertThat(none.path("disk_usage").asText()).isEqualTo("N/A");
    assertThat(none.path("ffmpeg_last_activity").isNull()).isTrue();
  }

  /** What the last ping tells of the pictures of device1. */
  private JsonNode figure(String name) {
    return server.lastPing().at("/per_device_metrics/1/" + name);
  }

  @Test
  void aBatchKeepsPicturesAndIsNotedBesideThem() throws IOException {
    CameraHost.awaitState(android.host(), "device1", "ready");
    String status = start("device1", "{\"key\":\"HOME\"}");
    Answer done =
        android.host().awaitAnswer(status, answer -> !answer.text("status").equals("running"));
    JsonNode result = done.json().path("result");

    Path stills = android.host().dataFolder().resolve("stream/capture1");
    for (String path :
        List.of(
            result.path("before_action_screenshot").asText(),
            result.at("/action_screenshots/0").asText(),
            result.at("/results/0/screenshot_path").asText())) {
      assertThat(Path.of(path)).hasParent(stills.resolve("captures")).isNotEmptyFile();
      assertThat(ImageIO.read(Path.of(path).toFile()).getWidth()).isEqualTo(1280);
    }
    Path findings = android.host().dataFolder().resolveSibling("hot/capture1/metadata");
    android
        .host()
        .awaitTrue("the next still tells of it", () -> notesOf(findings).contains("press_key"));
  }

  private static String notesOf(Path findings) throws IOException {
    StringBuilder all = new StringBuilder();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(findings, "capture_*.json")) {
      for (Path file : files) {
        JsonNode found = Answer.parse(Files.readString(file));
        all.append(found.path("last_action_executed").asText()).append(' ');
      }
    }
    return all.toString();
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
