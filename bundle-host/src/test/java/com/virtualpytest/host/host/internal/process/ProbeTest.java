package com.virtualpytest.host.host.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.process.ManagedProcess;
import com.virtualpytest.host.api.process.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ProbeTest extends SupervisorFixture {
  private static final Duration SHORT = Duration.ofMillis(200);

  @Test
  void alive() {
    awaitReady(mine.run(sh("a", "exec sleep 600").readyWhen(new Probe.Alive(), SOON)));
    awaitState(mine.run(sh("b", "sleep 0.01").readyWhen(new Probe.Alive(), SOON)), State.FAILED);
  }

  @Test
  void tcp() throws IOException {
    try (Server server = new Server("")) {
      awaitReady(process("a", new Probe.Tcp("127.0.0.1", server.port()), SOON));
    }
    awaitState(process("b", new Probe.Tcp("127.0.0.1", unusedPort()), SHORT), State.FAILED);
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  @Test
  void tcpGreeting() throws IOException {
    try (Server server = new Server("RFB 003.008\n")) {
      int port = server.port();
      awaitReady(process("a", new Probe.TcpGreeting("127.0.0.1", port, "RFB "), SOON));
      awaitState(
          process("b", new Probe.TcpGreeting("127.0.0.1", port, "SSH"), SHORT), State.FAILED);
    }
  }

  @Test
  void http() throws IOException {
    try (Server server = new Server("HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n")) {
      URI uri = URI.create("http://127.0.0.1:" + server.port() + "/");
      awaitReady(process("a", new Probe.Http(uri, 302), SOON));
      ManagedProcess other = process("b", new Probe.Http(uri, 200), SHORT);
      awaitState(other, State.FAILED);
      assertThat(other.status().status().detail()).contains("status 302");
    }
  }

  @Test
  void fileExists() throws IOException {
    Path file = folder.resolve("socket");
    ManagedProcess process = process("a", new Probe.FileExists(file), SOON);
    await().atMost(SOON).until(() -> process.status().pid() != 0);
    assertThat(process.status().status().state()).isEqualTo(State.STARTING);
    Files.createFile(file);
    awaitReady(process);
  }

  @Test
  void execInTheEnvironmentOfTheProcess() {
    Probe probe = new Probe.Exec(List.of("sh", "-c", "test \"$COLOR\" = blue"));
    awaitReady(
        mine.run(
            sh("a", "exec sleep 600")
                .withEnvironment(Map.of("COLOR", "blue"))
                .readyWhen(probe, SOON)));
    awaitState(process("b", probe, SHORT), State.FAILED);
    ManagedProcess missing = process("c", new Probe.Exec(List.of("no-such-probe")), SHORT);
    awaitState(missing, State.FAILED);
    assertThat(missing.status().status().detail()).contains("no-such-probe is not on the PATH");
  }

  @Test
  void output() {
    awaitReady(
        mine.run(
            sh("a", "echo listening on 5; exec sleep 600")
                .readyWhen(new Probe.Output("listening on \\d+"), SOON)));
    awaitState(process("b", new Probe.Output("listening"), SHORT), State.FAILED);
  }

  @Test
  void aProbeThatHangsIsCappedAndDelaysNobody() throws IOException {
    try (Server silent = new Server(null)) {
      Probe probe = new Probe.TcpGreeting("127.0.0.1", silent.port(), "RFB ");
      for (int i = 0; i < 10; i++) {
        process("hangs" + i, probe, SOON);
      }
      awaitReady(process("a", new Probe.FileExists(folder), SOON));
      assertThat(supervisor.statuses())
          .filteredOn(status -> status.status().state() == State.READY)
          .hasSize(1);
      ManagedProcess capped = process("capped", probe, Duration.ofMillis(800));
      awaitState(capped, State.BACKOFF);
      assertThat(capped.status().status().detail()).contains("no answer in time");
    }
  }

  @Test
  void anExecProbeThatHangsIsEnded() {
    String script = "echo $$ > probe; exec sleep 600";
    process("a", new Probe.Exec(List.of("sh", "-c", script)), SOON);
    awaitDead(awaitNumber("probe"));
  }

  private ManagedProcess process(String name, Probe probe, Duration within) {
    return mine.run(sh(name, "exec sleep 600").readyWhen(probe, within));
  }

  /** Says the same to everybody; with null it says nothing and keeps the connection. */
  private static final class Server implements AutoCloseable {
    private final List<Socket> kept = new CopyOnWriteArrayList<>();
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    Server(String greeting) throws IOException {
      Thread thread = new Thread(() -> serve(greeting), "test-server");
      thread.setDaemon(true);
      thread.start();
    }

    int port() {
      return socket.getLocalPort();
    }

    private void serve(String greeting) {
      while (!socket.isClosed()) {
        try {
          Socket client = socket.accept();
          kept.add(client);
          if (greeting != null) {
            client.getOutputStream().write(greeting.getBytes(StandardCharsets.UTF_8));
            client.shutdownOutput();
          }
        } catch (IOException e) {
          // The client went away or the server was closed: both belong to the tests.
        }
      }
    }

    @Override
    public void close() {
      try {
        socket.close();
        for (Socket client : kept) {
          client.close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
