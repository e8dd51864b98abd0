package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.virtualpytest.host.simulators.board.VirtualBoard;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A console of the virtual board, through the packed host. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SerialIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** A port is back within 2 s on an idle machine; this one may be a busy one. */
  private static final Duration SOON = Duration.ofSeconds(20);

  private static final String DEVICE = "/host/serial/device3";

  private VirtualBoard board;
  private HostProcess host;
  private Client client;

  @BeforeAll
  void boot(@TempDir Path folder) throws IOException {
    board = new VirtualBoard(folder.resolve("ttyBoard"));
    // no native library may be unpacked at run time: folders can be without the right to execute
    Path noTmp = Files.createFile(folder.resolve("no-tmp"));
    host =
        HostLaunch.in(folder)
            .env(
                "JAVA_OPTS",
                "-XX:TieredStopAtLevel=1 -Djava.io.tmpdir=" + noTmp + " -Duser.home=" + noTmp)
            .env("DEVICE3_NAME", "Board")
            .env("DEVICE3_MODEL", "linux_board")
            .env("DEVICE3_SERIAL_PORT", board.link().toString())
            .startAndAwaitReady();
    client = host.client();
  }

  @AfterAll
  void stop() {
    host.close();
    board.close();
  }

  @BeforeEach
  void awaitConsole() throws IOException {
    board.plug();
    awaitState("ready");
  }

  private void awaitState(String state) {
    await().atMost(SOON).until(() -> status().path("state").asText().equals(state));
  }

  private JsonNode status() {
    return client
        .post("/host/serial/getStatus", "{\"device_id\":\"device3\"}")
        .json()
        .path("status");
  }

  private long end() {
    return status().path("end_offset").asLong();
  }

  private JsonNode run(String command, String params) {
    return client
        .post(
            "/host/serial/executeCommand",
            "{\"device_id\":\"device3\",\"command\":\"%s\",\"params\":%s}"
                .formatted(command, params))
        .json();
  }

  private void login() {
    // the board boots after each plug: Enter brings its prompt whenever that is over
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                run("login", "{\"username\":\"root\",\"password\":\"board\",\"timeout_ms\":2000}")
                    .path("success")
                    .asBoolean());
  }

  private byte[] log(long from) throws IOException, InterruptedException {
    return client
        .http()
        .send(
            client
                .keyed(DEVICE + "/log?max=4194304&from=" + from)
                .header("Accept", "application/octet-stream")
                .build(),
            BodyHandlers.ofByteArray())
        .body();
  }

  @Test
  void aLoginAndACommandAreSeenAlikeByAll() throws Exception {
    long from = end();
    try (SerialWatcher events = SerialWatcher.events(client, DEVICE + "/stream?from=" + from);
        SerialWatcher socket =
            SerialWatcher.socket(client, DEVICE + "/console?mode=watch&from=" + from)) {
      login();
      JsonNode uname = run("send_expect", "{\"data\":\"uname -a\",\"pattern\":\"Linux (\\\\w+)\"}");
      assertThat(uname.path("groups").get(0).asText()).isEqualTo("board");
      assertThat(uname.path("elapsed_ms").isNumber()).isTrue();
      run("send_expect", "{\"data\":\"echo the end\",\"pattern\":\"\\nthe end\\r\\n.*# \"}");

      byte[] log = log(from);

      events.awaitSize(log.length);
      socket.awaitSize(log.length);
      assertThat(events.bytes()).isEqualTo(log);
      assertThat(socket.bytes()).isEqualTo(log);
      assertThat(events.lastId()).isEqualTo(Long.toString(from + log.length));
    }
  }

  @Test
  void anUnplugIsNoticedAtOnceAndThePlugGoesOn() throws Exception {
    login();
    long before = end();
    try (SerialWatcher events = SerialWatcher.events(client, DEVICE + "/stream")) {
      CompletableFuture<JsonNode> expecting =
          CompletableFuture.supplyAsync(
              () -> run("expect", "{\"pattern\":\"never\",\"timeout_ms\":50000}"));
      host.awaitAnswer("/host/devices", answer -> answer.body().contains("\"running\":\"expect\""));

      board.unplug();

      JsonNode lost = expecting.get(10, TimeUnit.SECONDS);
      assertThat(lost.path("code").asText()).isEqualTo("PORT_LOST");
      assertThat(status().path("state").asText()).isEqualTo("offline");
      assertThat(status().path("hint").asText()).isNotEmpty();
      JsonNode offline = run("send_line", "{\"data\":\"x\"}");
      assertThat(offline.path("code").asText()).isEqualTo("DEVICE_OFFLINE");

      board.plug();

      awaitState("ready");
      login();
      events.awaitText("login: ");
      assertThat(events.gaps()).hasSize(1);
      assertThat(events.gaps().get(0).path("offset").asLong()).isEqualTo(before);
    }
  }

  @Test
  void oneTypesWhileOthersWatch() throws Exception {
    login();
    try (SerialWatcher first = SerialWatcher.socket(client, DEVICE + "/console");
        SerialWatcher watcher = SerialWatcher.socket(client, DEVICE + "/console?mode=watch")) {
      first.type("echo typed\r");
      first.awaitText("\ntyped");
      watcher.awaitText("\ntyped");
      watcher.type("echo not heard\r");
      assertThatThrownBy(() -> SerialWatcher.socket(client, DEVICE + "/console"))
          .cause()
          .isInstanceOfSatisfying(
              WebSocketHandshakeException.class,
              e -> assertThat(e.getResponse().statusCode()).isEqualTo(409));

      try (SerialWatcher second = SerialWatcher.socket(client, DEVICE + "/console?takeover=true")) {
        assertThat(first.awaitClosed()).isEqualTo(1000);
        second.type("echo over\r");
        watcher.awaitText("\nover");
        assertThat(watcher.text()).doesNotContain("not heard");
      }
      await().atMost(PATIENCE).until(() -> status().path("typist").isNull());
    }
  }

  @Test
  void aPatternIsAVerificationLikeOthers() {
    login();
    run("send_line", "{\"data\":\"uname -a\"}");

    Answer found = verify("Linux (\\\\w+)", 30_000);
    assertThat(found.text("success")).as(found.body()).isEqualTo("true");
    assertThat(found.text("verification_type")).isEqualTo("serial");
    assertThat(found.text("resultType")).isEqualTo("PASS");
    assertThat(found.text("extractedText")).isEqualTo("Linux board");
    Answer missing = verify("never", 1);
    assertThat(missing.status()).isEqualTo(200);
    assertThat(missing.text("resultType")).isEqualTo("FAIL");
    Answer other =
        client.post(
            "/host/verification/image/execute",
            "{\"device_id\":\"device3\",\"verification\":{\"command\":\"x\"}}");
    assertThat(other.status()).isEqualTo(404);
    assertThat(other.text("error"))
        .isEqualTo("No verification_image controller found for device device3");
  }

  private Answer verify(String pattern, int timeout) {
    return client.post(
        "/host/verification/serial/execute",
        """
        {"device_id":"device3","verification":{"command":"waitForSerialPattern",
         "params":{"pattern":"%s","timeout":%d}}}
        """
            .formatted(pattern, timeout));
  }

  @Test
  void aSecondProgramIsKeptOffThePort() throws Exception {
    awaitState("ready");
    Path port = board.link().toRealPath();
    Process second = new ProcessBuilder("flock", "--nonblock", port.toString(), "true").start();
    assertThat(second.waitFor()).isEqualTo(1);
    Path lock = Path.of("/run/lock/LCK..pts_" + port.getFileName());
    if (Files.isWritable(lock.getParent())) {
      long holder = Long.parseLong(Files.readString(lock).strip());
      assertThat(ProcessHandle.of(holder)).isPresent();
    }
  }

  @Test
  void whatIsPluggedInIsTold() {
    assertThat(client.get("/host/serial/ports").json().path("ports").isArray()).isTrue();
    assertThat(client.get("/host/usb").json().path("devices").isArray()).isTrue();
  }

  /** The server's proxy accepts anything, and passes on JSON alone. */
  @Test
  void theLogComesAsJsonWhateverIsAccepted() {
    Answer log = client.get(DEVICE + "/log?format=json&max=10");

    assertThat(log.json().path("output").isTextual()).isTrue();
  }

  @Test
  void whatIsWrongIsAnswered() {
    assertThat(client.get("/host/serial/device9/log").status()).isEqualTo(404);
    assertThat(client.get("/host/serial/device9/stream").status()).isEqualTo(404);
    assertThat(client.get(DEVICE + "/log?from=-1").status()).isEqualTo(400);
    assertThat(client.get(DEVICE + "/log?format=xml").status()).isEqualTo(400);
    assertThat(client.getWithoutKey(DEVICE + "/stream").status()).isEqualTo(401);
    JsonNode unknown = run("dance", "{}");
    assertThat(unknown.path("success").asBoolean()).isFalse();
    assertThat(unknown.path("code").asText()).isEqualTo("BAD_REQUEST");
  }
}
