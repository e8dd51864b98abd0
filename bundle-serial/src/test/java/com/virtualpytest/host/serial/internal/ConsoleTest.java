package com.virtualpytest.host.serial.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.serial.internal.log.SerialLog;
import com.virtualpytest.host.serial.internal.port.AskedLines;
import com.virtualpytest.host.serial.internal.port.LineSettings;
import com.virtualpytest.host.serial.internal.port.PortAddress;
import com.virtualpytest.host.tck.TestContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A console behind a server that does not behave, and a driver that does not. */
class ConsoleTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String OPEN = "open";

  @TempDir private Path folder;
  private final List<String> told = new CopyOnWriteArrayList<>();
  private TestContext context;
  private ServerSocket server;
  private SerialLog log;
  private Console console;
  private volatile boolean defect;

  @BeforeEach
  void start() throws IOException {
    context = new TestContext(folder);
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    log = new SerialLog(folder, 1 << 20, "test", Clock.systemUTC(), works -> {});
    Console.Observer observer =
        new Console.Observer() {
          @Override
          public void open() {
            told.add(OPEN);
            if (defect) {
              defect = false;
              throw new IllegalStateException("a defect");
            }
          }

          @Override
          public void offline(String detail, String hint) {
            told.add(detail);
          }
        };
    String address = "tcp://127.0.0.1:" + server.getLocalPort();
    console =
        new Console(
            "test",
            PortAddress.parse(address),
            LineSettings.DEFAULT,
            AskedLines.NONE,
            log,
            observer,
            context.logger());
  }

  @AfterEach
  void stop() throws IOException {
    console.close();
    log.close();
    server.close();
  }

  @Test
  void aServerThatEndsEachConnectionIsAskedLessAndLess() throws Exception {
    console.start();
    long last = 0;
    long pause = 0;
    for (int i = 0; i < 6; i++) {
      server.accept().close();
      pause = System.nanoTime() - last;
      last = System.nanoTime();
    }

    assertThat(Duration.ofNanos(pause)).isGreaterThan(Duration.ofSeconds(1));
    assertThat(told).filteredOn(OPEN::equals).hasSize(1);
    assertThat(told.get(told.size() - 1)).endsWith("ends each connection at once");
    try (Socket device = server.accept()) {
      device.getOutputStream().write('x');
      await().atMost(LONG).until(() -> told.get(told.size() - 1), OPEN::equals);
      assertThat(log.end()).isEqualTo(1);
      assertThat(log.read(0, 1, LONG).gaps()).hasSize(1);
    }
  }

  @Test
  void aDefectIsLoggedAndTheConsoleOpenedAgain() throws Exception {
    defect = true;
    console.start();

    try (Socket first = server.accept();
        Socket second = server.accept()) {
      assertThat(first.getInputStream().read()).isNegative();
      second.getOutputStream().write('x');
      await().atMost(LONG).until(() -> log.end() == 1);
    }
    assertThat(told).anyMatch(detail -> detail.endsWith("was closed by a defect of the driver"));
    assertThat(context.logged()).anyMatch(line -> line.contains("met a defect"));
  }
}
