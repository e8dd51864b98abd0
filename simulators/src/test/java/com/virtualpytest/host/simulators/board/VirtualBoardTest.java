package com.virtualpytest.host.simulators.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VirtualBoardTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private VirtualBoard board;
  private final StringBuffer seen = new StringBuffer();

  @BeforeEach
  void plug() throws IOException {
    board = new VirtualBoard(folder.resolve("tty"));
    read();
  }

  @AfterEach
  void unplug() {
    board.close();
  }

  private void read() {
    Thread reader =
        new Thread(
            () -> {
              byte[] buffer = new byte[4096];
              try (FileInputStream in = new FileInputStream(board.link().toFile())) {
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                  seen.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
                }
              } catch (IOException e) {
                return; // unplugged
              }
            },
            "reader");
    reader.setDaemon(true);
    reader.start();
  }

  private void type(String text) throws IOException {
    try (FileOutputStream out = new FileOutputStream(board.link().toFile())) {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private void awaitText(String text) {
    await().atMost(LONG).untilAsserted(() -> assertThat(seen.toString()).contains(text));
  }

  @Test
  void itBootsAndLetsTheRightOneIn() throws IOException {
    awaitText("login: ");
    type("root\r");
    awaitText("Password: ");
    type("wrong\r");
    awaitText("Login incorrect");
    type("root\rboard\r");
    awaitText("# ");
    type("echo it works\r");
    awaitText("\nit works\r");
    assertThat(seen.toString()).doesNotContain("wrong");
    type("burst\rburst x\recho it lives\r");
    awaitText("\nit lives\r");
    assertThat(seen.toString()).contains("usage: burst BYTES");
  }

  @Test
  void itCanBeMadeToFail() throws IOException {
    awaitText("login: ");
    board.control("panic", Map.of());
    awaitText("Kernel panic");

    board.control("unplug", Map.of());

    assertThat(Files.exists(board.link(), LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(board.state()).contains("plugged=false");
    assertThatThrownBy(() -> board.control("panic", Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    seen.setLength(0);
    board.control("plug", Map.of());
    read();
    awaitText("login: ");
  }

  @Test
  void inLoopbackModeItSendsBackWhatItGets() throws IOException {
    awaitText("login: ");
    board.control("loopback", Map.of("mode", "on"));
    type("\u0001\u0003\u00ff\r");
    awaitText("\u0001\u0003\u00ff\r");
    assertThat(board.received()).isEqualTo(4);
  }

  @Test
  void anUnknownVerbIsToldWhatIsAllowed() {
    assertThatThrownBy(() -> board.control("dance", Map.of())).hasMessageContaining("unplug, plug");
  }
}
