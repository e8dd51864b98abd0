package com.virtualpytest.host.adb.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.adb.internal.client.AdbException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a shell's stream is taken for, wherever it ends. */
@Timeout(60)
class ShellRunTest {
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void end() throws IOException {
    server.close();
  }

  /**
   * Runs a script where the device answers it with these bytes and ends the stream.
   *
   * @param stream one byte for each character; {@code MARK} stands for what the shell is told to
   *     print before the exit code
   */
  private ShellResult run(Set<String> features, String stream) throws Exception {
    Thread device = new Thread(() -> answer(stream));
    device.start();
    try {
      return new AdbClient("127.0.0.1", server.getLocalPort())
          .shell("x", features, ShellScript.of("x"), 1000, Deadline.in(Duration.ofSeconds(30)));
    } finally {
      device.join();
    }
  }

  private void answer(String stream) {
    try (Socket socket = server.accept()) {
      request(socket);
      String service = request(socket);
      String bytes = stream;
      if (service.startsWith("shell:")) {
        bytes = stream.replace("MARK", service.replaceAll(".*echo (.*):\\$\\?", "$1"));
      } else {
        socket.getInputStream().readNBytes(5); // it is told that there is no input
      }
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String request(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    int length = Integer.parseInt(text(in, 4), 16);
    String service = text(in, length);
    socket.getOutputStream().write("OKAY".getBytes(StandardCharsets.US_ASCII));
    return service;
  }

  private static String text(InputStream in, int length) throws IOException {
    return new String(in.readNBytes(length), StandardCharsets.US_ASCII);
  }

  @Test
  void withPacketsTheExitCodeComesInOneOfItsOwn() throws Exception {
    ShellResult result = run(Set.of("shell_v2"), "\1\4\0\0\0out\n\2\4\0\0\0err\n\3\1\0\0\0\u00c8");
    assertThat(result).isEqualTo(new ShellResult(200, "out\n", "err\n"));
  }

  @ParameterizedTest(name = "{index}")
  @ValueSource(strings = {"", "\1\4\0\0\0out\n", "\1\4\0\0\0ou", "\1\4\0", "\3", "\3\1\0\0\0"})
  void anEndBeforeTheExitCodeIsAFailure(String stream) {
    assertLost(Set.of("shell_v2"), stream);
  }

  @Test
  void withoutPacketsTheShellPrintsTheExitCodeAtTheEnd() throws Exception {
    assertThat(run(Set.of(), "out\r\nMARK:3\r\n")).isEqualTo(new ShellResult(3, "out\n", ""));
    assertThat(run(Set.of(), "no lineMARK:0\r\n")).isEqualTo(new ShellResult(0, "no line", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "out\r\n", "MARK", "out\r\nMARK:", "MARK:0\r\nmore"})
  void anEndBeforeThePrintedExitCodeIsAFailure(String stream) {
    assertLost(Set.of(), stream);
  }

  private void assertLost(Set<String> features, String stream) {
    assertThatThrownBy(() -> run(features, stream))
        .isInstanceOfSatisfying(
            AdbException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONNECTION_LOST));
  }
}
