package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.simulators.board.VirtualBoard;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many bytes through a console of the packed host: to a board that sends them back, to many. */
class SerialLoadIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long SIZE = 100 << 20;
  private static final String STREAM = "/host/serial/device3/stream";
  private static final String CONSOLE = "/host/serial/device3/console?mode=watch";

  private final Map<String, Tally> tallies = new LinkedHashMap<>();
  private final Map<String, AutoCloseable> clients = new LinkedHashMap<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable client : clients.values()) {
      client.close();
    }
  }

  @Test
  void noByteIsLostBothWaysWhileOneOfTenWatchersIsStopped(@TempDir Path folder) throws Exception {
    int tcp = Ports.free();
    HostLaunch launch =
        HostLaunch.in(folder)
            .env("DEVICE3_NAME", "Board")
            .env("DEVICE3_SERIAL_TCP_PORT", Integer.toString(tcp))
            .env("DEVICE3_SERIAL_LOG_MB", "256"); // so that a watcher may be as slow as it likes
    try (VirtualBoard board = new VirtualBoard(folder.resolve("ttyBoard"));
        HostProcess host =
            launch.env("DEVICE3_SERIAL_PORT", board.link().toString()).startAndAwaitReady()) {
      awaitBooted(host.client());
      board.loopback(true);
      for (int i = 1; i <= 3; i++) {
        watchEvents("event stream " + i, host.client());
        watchSocket("WebSocket " + i, host.client());
        watchExport("TCP client " + i, tcp);
      }
      Process stopped = stoppedWatcher(host.client());
      clients.put("the one that is stopped", stopped::destroyForcibly);

      Tally sent = new Tally();
      write(watchExport("the one that types", tcp).getOutputStream(), sent);

      assertThat(sent.count()).isEqualTo(SIZE);
      tallies.forEach((who, tally) -> tally.awaitSame(who, sent));
      String state = HostProcess.run("ps", "-o", "stat=", "-p", Long.toString(stopped.pid()));
      assertThat(state).startsWith("T"); // all along
    }
  }

  /** Its login is the last that the board says of itself. */
  private static void awaitBooted(Client client) {
    String login =
        """
        {"device_id":"device3","command":"login",
         "params":{"username":"root","password":"board","timeout_ms":2000}}
        """;
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                client
                    .post("/host/serial/executeCommand", login)
                    .json()
                    .path("success")
                    .asBoolean());
  }

  private Tally tally(String who) {
    return tallies.computeIfAbsent(who, name -> new Tally());
  }

  private void watchEvents(String who, Client client) throws Exception {
    clients.put(who, SerialWatcher.events(client, STREAM, tally(who)::add));
  }

  private void watchSocket(String who, Client client) {
    clients.put(who, SerialWatcher.socket(client, CONSOLE, tally(who)::add));
  }

  /** What it is sent begins with an offer of options, so it has been let in when that has come. */
  private Socket watchExport(String who, int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    clients.put(who, socket);
    assertThat(socket.getInputStream().readNBytes(3)).hasSize(3);
    Tally tally = tally(who);
    Thread reader = new Thread(() -> readTelnet(socket, tally), who);
    reader.setDaemon(true);
    reader.start();
    return socket;
  }

  private static void readTelnet(Socket socket, Tally tally) {
    try {
      tally.addTelnet(socket.getInputStream());
    } catch (IOException e) {
      return; // the test is over
    }
  }

  private static Process stoppedWatcher(Client client) throws IOException {
    Process curl =
        new ProcessBuilder(
                "curl",
                "--silent",
                "--no-buffer",
                "--header",
                "X-API-Key: " + HostLaunch.KEY,
                client.uri("http", STREAM).toString())
            .start();
    assertThat(curl.inputReader().readLine()).isEqualTo(": console");
    HostProcess.signal("STOP", curl.toHandle());
    return curl;
  }

  /** As telnet in binary mode: an IAC is doubled. */
  private static void write(OutputStream to, Tally sent) throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    byte[] bytes = new byte[64 * 1024];
    to.write(new byte[] {-1, -5, 0}); // WILL BINARY
    for (long left = SIZE; left > 0; left -= bytes.length) {
      random.nextBytes(bytes);
      sent.add(ByteBuffer.wrap(bytes));
      ByteArrayOutputStream escaped = new ByteArrayOutputStream(2 * bytes.length);
      for (byte value : bytes) {
        escaped.write(value);
        if (value == -1) {
          escaped.write(value);
        }
      }
      escaped.writeTo(to);
    }
  }
}
