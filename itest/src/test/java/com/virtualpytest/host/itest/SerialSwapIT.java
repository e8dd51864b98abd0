package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.virtualpytest.host.simulators.board.VirtualBoard;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Updates of the serial bundle while ports are open: a board's, and one behind RFC 2217. */
class SerialSwapIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** A console is back within 2 s on an idle machine; this one may be a busy one. */
  private static final Duration SOON = Duration.ofSeconds(20);

  private static final int UPDATES = 5;
  private static final String DEVICE = "/host/serial/device3";
  private static final String BUNDLE = "bundle-serial-1.1.0-SNAPSHOT.jar";

  /** What was done to DTR and RTS of the port behind RFC 2217. */
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  private Client client;

  @Test
  void updatesLoseNoOffsetMarkTheGapAndLeaveTheLinesAlone(@TempDir Path folder) throws Exception {
    Process remote =
        new ProcessBuilder("/usr/bin/python3", "-")
            .redirectInput(script(folder).toFile())
            .redirectError(folder.resolve("rfc2217.log").toFile())
            .start();
    int tcp = Ports.free();
    HostLaunch launch =
        HostLaunch.in(folder)
            .env("DEVICE3_NAME", "Board")
            .env("DEVICE3_SERIAL_TCP_PORT", Integer.toString(tcp))
            .env("DEVICE4_NAME", "Remote")
            .env("DEVICE4_SERIAL_PORT", "rfc2217://127.0.0.1:" + port(remote));
    try (VirtualBoard board = new VirtualBoard(folder.resolve("ttyBoard"));
        HostProcess host =
            launch.env("DEVICE3_SERIAL_PORT", board.link().toString()).startAndAwaitReady()) {
      client = host.client();
      awaitReady();
      login();
      byte[] original = Files.readAllBytes(host.home().resolve("deploy").resolve(BUNDLE));
      for (int number = 1; number <= UPDATES; number++) {
        byte[] next = JarChange.of(original).entry("variant-" + number, new byte[0]).bytes();
        update(DropFolder.of(host.dataFolder()), next, tcp);
      }
      assertThat(lines).containsExactlyInAnyOrder("DTR True", "RTS True");
      run("device4", "set_lines", "{\"dtr\":false}");
      await().atMost(PATIENCE).until(() -> lines.contains("DTR False")); // it would have been seen
    } finally {
      remote.destroy();
    }
  }

  private static Path script(Path folder) throws IOException {
    Path script = folder.resolve("rfc2217_port.py");
    try (var found = SerialSwapIT.class.getResourceAsStream("/rfc2217_port.py")) {
      Files.copy(found, script);
    }
    return script;
  }

  /** Follows what the script prints: the lines as they are at first, its port, each change. */
  private int port(Process remote) throws IOException {
    BufferedReader printed = remote.inputReader();
    String line = printed.readLine();
    while (line != null && !line.matches("\\d+")) {
      lines.add(line);
      line = printed.readLine();
    }
    Thread reader = new Thread(() -> printed.lines().forEach(lines::add), "rfc2217");
    reader.setDaemon(true);
    reader.start();
    return Integer.parseInt(line);
  }

  private void update(DropFolder deploy, byte[] next, int tcp) throws Exception {
    long before = status("device3").path("end_offset").asLong();
    long remoteBefore = status("device4").path("end_offset").asLong();
    try (SerialWatcher socket = SerialWatcher.socket(client, DEVICE + "/console");
        SerialWatcher events = SerialWatcher.events(client, DEVICE + "/stream");
        Socket exported = new Socket(InetAddress.getLoopbackAddress(), tcp)) {
      exported.setSoTimeout((int) PATIENCE.toMillis());
      deploy.put(BUNDLE, next);

      assertThat(socket.awaitClosed()).isEqualTo(1012);
      assertThat(events.awaitClosed()).isZero();
      assertThat(events.moved()).isTrue();
      exported.getInputStream().readAllBytes(); // ends in order, without a reset
    }
    awaitExported(tcp);
    awaitReady();
    assertThat(send("device3", "\\nagain\\r\\n.*# ")).isTrue();
    assertThat(send("device4", "echo again")).isTrue();
    JsonNode log = log("device3", before);
    assertThat(log.path("output").asText()).contains("\nagain\r\n");
    log("device4", remoteBefore);
  }

  /** A client that connects again finds the same console at the same port. */
  private static void awaitExported(int tcp) {
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .until(
            () -> {
              try (Socket again = new Socket(InetAddress.getLoopbackAddress(), tcp)) {
                again.setSoTimeout(500);
                again.getOutputStream().write("\r".getBytes(StandardCharsets.UTF_8));
                return again.getInputStream().read() >= 0;
              }
            });
  }

  private void awaitReady() {
    for (String device : List.of("device3", "device4")) {
      await(device)
          .atMost(PATIENCE)
          .until(() -> status(device).path("state").asText().equals("ready"));
    }
  }

  private JsonNode status(String device) {
    return client
        .post("/host/serial/getStatus", "{\"device_id\":\"%s\"}".formatted(device))
        .json()
        .path("status");
  }

  private void login() {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                run(
                    "device3",
                    "login",
                    "{\"username\":\"root\",\"password\":\"board\",\"timeout_ms\":2000}"));
  }

  private boolean send(String device, String pattern) {
    String params = "{\"data\":\"echo again\\n\",\"pattern\":\"%s\"}";
    return run(device, "send_expect", params.formatted(pattern.replace("\\", "\\\\")));
  }

  private boolean run(String device, String command, String params) {
    return client
        .post(
            "/host/serial/executeCommand",
            "{\"device_id\":\"%s\",\"command\":\"%s\",\"params\":%s}"
                .formatted(device, command, params))
        .json()
        .path("success")
        .asBoolean();
  }

  /** What came since an offset: nothing is missing, and one gap is marked, that of the update. */
  private JsonNode log(String device, long from) {
    try {
      String path = "/host/serial/%s/log?from=%d".formatted(device, from);
      JsonNode log =
          Answer.parse(client.send(client.keyed(path).header("Accept", "application/json")).body());
      assertThat(log.path("missed").asLong()).isZero();
      assertThat(log.path("offset").asLong()).isEqualTo(from);
      assertThat(log.path("gaps")).hasSize(1);
      return log;
    } catch (UncheckedIOException e) {
      throw new AssertionError(device, e);
    }
  }
}
