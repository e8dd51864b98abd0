package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.virtualpytest.host.simulators.board.VirtualBoard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A console that is exported over TCP, used with miniterm, through the packed host. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SerialExportIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path terminals;
  private VirtualBoard board;
  private HostProcess host;
  private Client client;
  private int tcp;

  @BeforeAll
  void boot(@TempDir Path folder) throws IOException {
    tcp = Ports.free();
    board = new VirtualBoard(folder.resolve("ttyBoard"));
    host =
        HostLaunch.in(folder)
            .env("DEVICE3_NAME", "Board")
            .env("DEVICE3_SERIAL_PORT", board.link().toString())
            .env("DEVICE3_SERIAL_TCP_PORT", Integer.toString(tcp))
            .startAndAwaitReady();
    client = host.client();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                run("login", "{\"username\":\"root\",\"password\":\"board\",\"timeout_ms\":2000}")
                    .path("success")
                    .asBoolean());
  }

  @AfterAll
  void stop() {
    host.close();
    board.close();
  }

  private JsonNode run(String command, String params) {
    return client
        .post(
            "/host/serial/executeCommand",
            "{\"device_id\":\"device3\",\"command\":\"%s\",\"params\":%s}"
                .formatted(command, params))
        .json();
  }

  private Miniterm miniterm(String name) throws IOException {
    return Miniterm.connect(terminals.resolve(name), tcp);
  }

  private void awaitTypist(String begin) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                client
                    .post("/host/serial/getStatus", "{\"device_id\":\"device3\"}")
                    .json()
                    .at("/status/typist")
                    .asText(""),
            typist -> begin.isEmpty() ? typist.isEmpty() : typist.startsWith(begin));
  }

  private String speed() throws IOException {
    return HostProcess.run("stty", "-F", board.link().toString(), "speed").strip();
  }

  @Test
  void minitermTypesSeesTheAnswerAndSetsThePort() throws Exception {
    awaitTypist("");
    try (Miniterm miniterm = miniterm("one")) {
      miniterm.type("uname -a\n");
      miniterm.awaitText("\nLinux board");

      miniterm.baud(57_600);

      miniterm.awaitText("57600,8,N,1");
      assertThat(speed()).isEqualTo("57600");
      miniterm.type("echo goes on\n");
      miniterm.awaitText("\ngoes on");
      miniterm.baud(115_200);
      assertThat(speed()).isEqualTo("115200");
    }
    awaitTypist("");
  }

  @Test
  void theSecondOfTwoWatchesAndAWebSocketTakesOver() throws Exception {
    awaitTypist("");
    try (Miniterm first = miniterm("first");
        Miniterm second = miniterm("second")) {
      first.type("echo typed\n");
      first.awaitText("\ntyped");
      second.awaitText("\ntyped");

      second.type("echo dropped\n");
      second.baud(57_600);

      second.awaitText("remote rejected value");
      assertThat(speed()).isEqualTo("115200");
      try (SerialWatcher socket =
          SerialWatcher.socket(client, "/host/serial/device3/console?takeover=true")) {
        first.type("echo dropped\n");
        socket.type("echo over\r");
        first.awaitText("\nover");
        second.awaitText("\nover");
      }
      awaitTypist("");
      second.type("echo free\n");
      first.awaitText("\nfree");
      awaitTypist("TCP client");
      assertThat(first.screen()).doesNotContain("dropped");
    }
    awaitTypist("");
  }
}
