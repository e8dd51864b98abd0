package com.virtualpytest.host.serial.internal.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.serial.internal.port.LineSettings.Flow;
import com.virtualpytest.host.serial.internal.port.LineSettings.Parity;
import com.virtualpytest.host.serial.internal.port.LineSettings.StopBits;
import com.virtualpytest.host.serial.internal.testing.Program;
import com.virtualpytest.host.simulators.board.VirtualBoard;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Consoles behind TCP: Debian's ser2net, a server of python3-serial, and a plain socket. */
class NetPortTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Port open(String address, LineSettings settings) {
    return await()
        .atMost(LONG)
        .ignoreExceptionsInstanceOf(PortException.class) // the server may not be up yet
        .until(
            () -> PortAddress.parse(address).open(settings, AskedLines.NONE), port -> port != null);
  }

  /** Sends random bytes and reads as many. */
  private static byte[] roundTrip(Port port, byte[] bytes) throws IOException {
    ByteArrayOutputStream back = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    int sent = 0;
    while (back.size() < bytes.length) {
      // not more at a time than a pseudo terminal holds: nobody else reads here
      int piece = Math.min(1024, bytes.length - sent);
      port.write(bytes, sent, piece);
      sent += piece;
      while (back.size() < sent) {
        int count = port.read(buffer);
        back.write(buffer, 0, count);
      }
    }
    return back.toByteArray();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(3).nextBytes(bytes);
    return bytes;
  }

  @Test
  void ser2netServesUsABoard() throws Exception {
    int tcp = freePort();
    Path config = folder.resolve("ser2net.yaml");
    try (VirtualBoard board = new VirtualBoard(folder.resolve("ttyBoard"))) {
      Files.writeString(
          config,
          """
          connection: &board
            accepter: telnet(rfc2217),tcp,127.0.0.1,%d
            connector: serialdev,%s,115200n81,local
          """
              .formatted(tcp, board.link()));
      try (Program server = new Program("/usr/sbin/ser2net", "-n", "-u", "-c", config.toString());
          Port port = open("rfc2217://127.0.0.1:" + tcp, LineSettings.DEFAULT.withBaud(57_600))) {
        assertThat(speed(board)).isEqualTo("57600");
        board.loopback(true);
        drain(port);
        byte[] bytes = random(100_000);
        assertThat(roundTrip(port, bytes)).isEqualTo(bytes);
        Thread reader = startReading(port);
        port.apply(port.settings().withBaud(9600));
        assertThat(speed(board)).isEqualTo("9600");
        server.end();
        reader.join(); // it reads to the end
      }
    }
  }

  private static void readToTheEnd(Port port, byte[] buffer) throws IOException {
    while (true) {
      port.read(buffer);
    }
  }

  /** Reads what the board had to say until it says nothing more. */
  private static void drain(Port port) throws IOException {
    byte[] buffer = new byte[8192];
    int count = port.read(buffer);
    while (count > 0) {
      count = port.read(buffer);
    }
  }

  private static String speed(VirtualBoard board) throws IOException {
    Process stty = new ProcessBuilder("stty", "-F", board.link().toString(), "speed").start();
    return new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
  }

  @Test
  void anIndependentServerIsSetAndItsLinesAreSeen() throws Exception {
    try (Program server = Program.python("rfc2217_server.py")) {
      String tcp = server.awaitLine("port ");
      LineSettings wanted = new LineSettings(19_200, 7, Parity.ODD, StopBits.TWO, Flow.RTSCTS);
      try (Port port = open("rfc2217://127.0.0.1:" + tcp, wanted)) {
        server.awaitLine("baudrate 19200");
        server.awaitLine("bytesize 7");
        server.awaitLine("parity O");
        server.awaitLine("stopbits 2");
        server.awaitLine("rtscts True");
        startReading(port);
        port.setLines(false, true);
        port.setBreak(true);
        assertThat(port.breaking()).isTrue();
        port.setBreak(false);
        assertThat(port.breaking()).isFalse();
        server.awaitLine("dtr False");
        server.awaitLine("break_condition True");
        server.awaitLine("break_condition False");
        await().atMost(LONG).until(() -> port.lines().cts() && port.lines().dcd());
        assertThat(port.lines().dsr()).isFalse();
        assertThat(port.lines().dtr()).isFalse();

        port.write(new byte[] {'D'}, 0, 1);

        await().atMost(LONG).until(() -> port.lines().dsr());
      }
    }
  }

  /** The answers of the server come through reading, until the port is closed. */
  private static Thread startReading(Port port) {
    Thread reader =
        new Thread(
            () -> {
              try {
                readToTheEnd(port, new byte[1000]);
              } catch (IOException e) {
                return; // closed
              }
            },
            "reader");
    reader.setDaemon(true);
    reader.start();
    return reader;
  }

  /** Five in a row, at some time: the machine may be busy, and one may be quick by chance. */
  @Test
  void openingTakesNoLongerThanTheServer() throws Exception {
    try (Program server = Program.python("rfc2217_server.py")) {
      String address = "rfc2217://127.0.0.1:" + server.awaitLine("port ");
      await().atMost(LONG).until(() -> slowest(address, 5).toMillis() < 1000);
    }
  }

  private static Duration slowest(String address, int openings) throws IOException {
    Duration slowest = Duration.ZERO;
    for (int i = 0; i < openings; i++) {
      Duration took = opening(address);
      slowest = took.compareTo(slowest) > 0 ? took : slowest;
    }
    return slowest;
  }

  private static Duration opening(String address) throws IOException {
    PortAddress parsed = PortAddress.parse(address);
    long begin = System.nanoTime();
    try (Port port = parsed.open(LineSettings.DEFAULT, AskedLines.NONE)) {
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      assertThat(port.settings()).isEqualTo(LineSettings.DEFAULT);
      return took;
    }
  }

  @Test
  void aServerThatSpeaksNoRfc2217IsNamed() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      PortAddress address = PortAddress.parse("rfc2217://127.0.0.1:" + plain.getLocalPort());
      Thread refuse =
          new Thread(
              () -> {
                try (Socket socket = plain.accept()) {
                  socket.getOutputStream().write(new byte[] {-1, -2, 44}); // DONT COM-PORT
                  socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                  return; // the test is over
                }
              });
      refuse.start();

      assertThatThrownBy(() -> address.open(LineSettings.DEFAULT, AskedLines.NONE))
          .isInstanceOf(PortException.class)
          .hasMessageEndingWith("does not speak RFC 2217");
      refuse.join();
    }
  }

  @Test
  void plainTcpCarriesBytesAndNothingElse() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Port port = open("tcp://127.0.0.1:" + plain.getLocalPort(), LineSettings.DEFAULT);
        Socket device = plain.accept()) {
      byte[] bytes = random(1000);
      port.write(bytes, 0, bytes.length);
      assertThat(device.getInputStream().readNBytes(1000)).isEqualTo(bytes);
      device.getOutputStream().write(bytes);
      byte[] buffer = new byte[1000];
      int count = 0;
      while (count < 1000) {
        byte[] piece = new byte[1000 - count];
        int read = port.read(piece);
        System.arraycopy(piece, 0, buffer, count, read);
        count += read;
      }
      assertThat(buffer).isEqualTo(bytes);
      assertThatThrownBy(() -> port.setBreak(true)).hasMessageContaining("cannot send a break");
      assertThatThrownBy(port::lines).hasMessageContaining("no modem lines");
      assertThatThrownBy(() -> port.apply(LineSettings.DEFAULT.withBaud(9600)))
          .hasMessageContaining("no settings");
      device.shutdownOutput();
      assertThatThrownBy(() -> readToTheEnd(port, Arrays.copyOf(buffer, 10)))
          .isInstanceOf(PortException.class);
    }
  }

  @Test
  void nobodyThereIsNamed() throws IOException {
    PortAddress address = PortAddress.parse("tcp://127.0.0.1:" + freePort());

    assertThatThrownBy(() -> address.open(LineSettings.DEFAULT, AskedLines.NONE))
        .isInstanceOf(PortException.class)
        .hasMessage(address + " does not answer");
  }
}
