package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The terminal program of Debian's python3-serial, at a pseudo terminal that a test types into. */
final class Miniterm implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Ctrl-T, after which a key is a command. */
  private static final String MENU = "\u0014";

  private final Path terminal;
  private final Process socat;
  private final Process program;
  private final StringBuffer screen = new StringBuffer();

  private Miniterm(Path terminal, int port) throws IOException {
    this.terminal = terminal;
    socat = new ProcessBuilder("socat", "PTY,echo=0,link=" + terminal, "STDIO").start();
    Thread reader = new Thread(this::read, "miniterm");
    reader.setDaemon(true);
    reader.start();
    await().atMost(PATIENCE).until(() -> Files.exists(terminal));
    program =
        new ProcessBuilder(
                "/usr/bin/python3",
                "-m",
                "serial.tools.miniterm",
                "--eol",
                "CR",
                "rfc2217://127.0.0.1:" + port,
                "115200")
            .redirectInput(terminal.toFile())
            .redirectOutput(terminal.toFile())
            .redirectError(terminal.toFile())
            .start();
  }

  /**
   * Connects to an exported console, as a person does.
   *
   * @param terminal where its pseudo terminal is to be found
   */
  static Miniterm connect(Path terminal, int port) throws IOException {
    Miniterm miniterm = new Miniterm(terminal, port);
    try {
      miniterm.awaitText("Quit: Ctrl+]");
      miniterm.awaitMode("-icanon"); // it reads keys
      return miniterm;
    } catch (Throwable e) {
      miniterm.close();
      throw e;
    }
  }

  private void read() {
    byte[] buffer = new byte[4096];
    try (InputStream in = socat.getInputStream()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        screen.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      screen.append("(the output ended: ").append(e.getMessage()).append(")\n");
    }
  }

  /** All that it has shown. */
  String screen() {
    return screen.toString();
  }

  void awaitText(String text) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(screen()).contains(text));
  }

  /** Presses keys. */
  void type(String keys) throws IOException {
    OutputStream keyboard = socat.getOutputStream();
    keyboard.write(keys.getBytes(StandardCharsets.ISO_8859_1));
    keyboard.flush();
  }

  /** Asks for another baud rate, by the menu. */
  void baud(int rate) throws IOException {
    type(MENU + "b");
    awaitMode("icanon"); // it reads a line, and what was typed before that is dropped
    type(rate + "\n");
    awaitMode("-icanon");
  }

  private void awaitMode(String mode) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(HostProcess.run("stty", "-a", "-F", terminal.toString()).split("\\s+"))
                    .as(screen())
                    .contains(mode));
  }

  @Override
  public void close() {
    program.destroyForcibly();
    socat.destroyForcibly();
  }
}
