package com.virtualpytest.host.serial.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.driver.SerialController.Keyboard;
import com.virtualpytest.host.api.driver.SerialController.Output;
import com.virtualpytest.host.serial.internal.log.SerialLog;
import com.virtualpytest.host.serial.internal.port.LineSettings;
import com.virtualpytest.host.serial.internal.port.LineSettings.Flow;
import com.virtualpytest.host.serial.internal.port.LineSettings.Parity;
import com.virtualpytest.host.serial.internal.port.LineSettings.StopBits;
import com.virtualpytest.host.serial.internal.port.ModemLines;
import com.virtualpytest.host.serial.internal.protocol.ComPort;
import com.virtualpytest.host.serial.internal.testing.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The TCP export of a port that sends back what it gets, seen by Debian's python3-serial. */
class ConsoleServerTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final class Loop implements ConsoleServer.Exported {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final AtomicReference<String> typist = new AtomicReference<>();
    private volatile LineSettings settings = LineSettings.DEFAULT;
    private volatile boolean breaking;
    private volatile CountDownLatch handsOver = new CountDownLatch(0);
    private volatile Runnable lost = () -> {};
    private volatile ModemLines lines = new ModemLines(true, true, true, true, false, false);

    @Override
    public long end() {
      return log.end();
    }

    @Override
    public Output read(long from, int max, Duration wait) throws IOException, InterruptedException {
      return log.read(from, max, wait);
    }

    @Override
    public Keyboard keyboard(String who, Runnable lost) {
      if (!typist.compareAndSet(null, who)) {
        return null;
      }
      this.lost = lost;
      return handOver(new Keys(who));
    }

    private Keys handOver(Keys keys) {
      try {
        handsOver.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return keys;
    }

    void takeOver() {
      typist.set("somebody else");
      lost.run();
    }

    private final class Keys implements Keyboard {
      private final String who;

      Keys(String who) {
        this.who = who;
      }

      @Override
      public void type(ByteBuffer bytes) throws IOException {
        byte[] piece = new byte[bytes.remaining()];
        bytes.get(piece);
        try {
          log.append(piece, piece.length);
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }

      @Override
      public void close() {
        typist.compareAndSet(who, null);
      }
    }

    @Override
    public LineSettings settings() {
      return settings;
    }

    @Override
    public void apply(LineSettings next) {
      settings = next;
    }

    @Override
    public void setBreak(boolean on) {
      calls.add("break " + on);
      breaking = on;
    }

    @Override
    public boolean breaking() {
      return breaking;
    }

    @Override
    public void setLines(Boolean dtr, Boolean rts) {
      lines =
          new ModemLines(
              dtr == null ? lines.dtr() : dtr,
              rts == null ? lines.rts() : rts,
              lines.cts(),
              lines.dsr(),
              lines.ri(),
              lines.dcd());
    }

    @Override
    public ModemLines lines() {
      return lines;
    }
  }

  @TempDir private Path folder;
  private final AtomicReference<String> problem = new AtomicReference<>();
  private SerialLog log;
  private Loop loop;
  private ConsoleServer server;

  @BeforeEach
  void start() throws IOException {
    log = new SerialLog(folder, 64 << 20, "test", Clock.systemUTC(), works -> {});
    loop = new Loop();
    server = server(0);
    await().atMost(LONG).until(() -> server.port() > 0);
  }

  private ConsoleServer server(int port) {
    return started(new ConsoleServer("test", "127.0.0.1", port, loop, problem::set));
  }

  private static ConsoleServer started(ConsoleServer next) {
    next.start();
    return next;
  }

  /** Has a server that loses patience with its clients soon. */
  private void startImpatient() {
    server.close();
    server =
        started(
            new ConsoleServer("test", "127.0.0.1", 0, loop, problem::set, Duration.ofSeconds(4)));
    await().atMost(LONG).until(() -> server.port() > 0);
  }

  @AfterEach
  void stop() {
    server.close();
    log.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(30_000);
    return socket;
  }

  /** Reads until something has come. */
  private static void awaitText(Socket socket, String text) throws IOException {
    StringBuilder seen = new StringBuilder();
    byte[] buffer = new byte[4096];
    while (seen.indexOf(text) < 0) {
      int count = socket.getInputStream().read(buffer);
      assertThat(count).as("the end of the output").isPositive();
      seen.delete(0, Math.max(0, seen.length() - text.length()));
      seen.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
    }
  }

  private void print(String text) throws InterruptedException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    log.append(bytes, bytes.length);
  }

  @Test
  void anIndependentClientSetsTheLineAndGetsItsBytesBack() throws Exception {
    try (Program client =
        Program.python(
            "rfc2217_client.py", "rfc2217://127.0.0.1:" + server.port() + "?timeout=30")) {
      client.awaitLine("open True True False False");
      client.awaitLine("set");
      assertThat(loop.settings)
          .isEqualTo(new LineSettings(9600, 7, Parity.EVEN, StopBits.TWO, Flow.XONXOFF));
      assertThat(loop.lines.dtr()).isFalse();
      assertThat(loop.lines.rts()).isFalse();
      assertThat(loop.calls).containsExactly("break true", "break false");
      client.awaitLine("echo True");

      loop.lines = new ModemLines(false, false, false, true, false, false);

      client.awaitLine("cts low");
      assertThat(client.awaitExit()).isZero();
    }
    await().atMost(LONG).until(() -> loop.typist.get() == null);
  }

  @Test
  void theFirstThatTypesHasTheKeyboardAndOthersSeeTheOutput() throws Exception {
    try (Socket first = connect();
        Socket second = connect()) {
      awaitText(second, "\u00ff");
      first.getOutputStream().write("one".getBytes(StandardCharsets.US_ASCII));
      awaitText(first, "one");
      awaitText(second, "one");
      second.getOutputStream().write("two".getBytes(StandardCharsets.US_ASCII));
      first.getOutputStream().write("three".getBytes(StandardCharsets.US_ASCII));
      awaitText(second, "three");
      assertThat(log.end()).isEqualTo("onethree".length());
    }
  }

  @Test
  void aClientThatIsDroppedWhileItGetsTheKeyboardDoesNotKeepIt() throws Exception {
    loop.handsOver = new CountDownLatch(1);
    try (Socket client = connect()) {
      client.getOutputStream().write('x');
      await().atMost(LONG).until(() -> loop.typist.get() != null);
      server.close();

      loop.handsOver.countDown();

      await().atMost(LONG).until(() -> loop.typist.get() == null);
    }
  }

  /** Asks for a change of the port, and waits for what it is told is the case. */
  private static void ask(Socket socket, byte[] request, byte[] answer) throws IOException {
    socket.getOutputStream().write(request);
    awaitText(socket, new String(answer, StandardCharsets.ISO_8859_1));
  }

  private static byte[] control(int value) {
    return ComPort.message(ComPort.SET_CONTROL, value);
  }

  private static byte[] controlAnswer(int value) {
    return ComPort.message(ComPort.SERVER + ComPort.SET_CONTROL, value);
  }

  @Test
  void whoWatchesIsToldWhatIsTheCase() throws Exception {
    try (Socket first = connect();
        Socket watcher = connect()) {
      first.getOutputStream().write('x');
      await().atMost(LONG).until(() -> loop.typist.get() != null);

      ask(watcher, control(ComPort.BREAK_ON), controlAnswer(ComPort.BREAK_OFF));
      ask(watcher, control(ComPort.DTR_OFF), controlAnswer(ComPort.DTR_ON));
      ask(watcher, control(ComPort.RTS_OFF), controlAnswer(ComPort.RTS_ON));
      ask(
          watcher,
          ComPort.longMessage(ComPort.SET_BAUDRATE, 9600),
          ComPort.longMessage(ComPort.SERVER + ComPort.SET_BAUDRATE, 115_200));
      assertThat(loop.calls).isEmpty();

      ask(first, control(ComPort.BREAK_ON), controlAnswer(ComPort.BREAK_ON));
      ask(watcher, control(ComPort.BREAK_OFF), controlAnswer(ComPort.BREAK_ON));
      assertThat(loop.calls).containsExactly("break true");
    }
  }

  @Test
  void theBreakOfAClientThatLeavesIsEnded() throws Exception {
    try (Socket socket = connect()) {
      ask(socket, control(ComPort.BREAK_ON), controlAnswer(ComPort.BREAK_ON));
    }
    await().atMost(LONG).until(() -> loop.typist.get() == null);
    assertThat(loop.calls).containsExactly("break true", "break false");
  }

  @Test
  void theBreakOfAClientThatLosesTheKeyboardIsEnded() throws Exception {
    try (Socket socket = connect()) {
      ask(socket, control(ComPort.BREAK_ON), controlAnswer(ComPort.BREAK_ON));

      loop.takeOver();

      await().atMost(LONG).until(() -> !loop.breaking);
      print("still there");
      awaitText(socket, "still there");
    }
  }

  @Test
  void aClientThatReadsNothingHoldsNobodyUp() throws Exception {
    byte[] much = new byte[16 << 20];
    try (Socket stalled = connect();
        Socket alive = connect()) {
      awaitText(stalled, "\u00ff");
      awaitText(alive, "\u00ff");
      log.append(much, much.length);
      print("done");
      awaitText(alive, "done");
      assertThat(stalled.isConnected()).isTrue();
    }
  }

  @Test
  void aClientThatTakesNothingLosesTheKeyboard() throws Exception {
    startImpatient();
    try (Socket stalled = connect()) {
      awaitText(stalled, "\u00ff");
      stalled.getOutputStream().write('x');
      await().atMost(LONG).until(() -> loop.typist.get() != null);

      log.append(new byte[16 << 20], 16 << 20);

      await().atMost(LONG).until(() -> loop.typist.get() == null);
    }
  }

  /** What is sent to it is acknowledged by its system, or waits there for ever. */
  @Test
  void aClientThatIsStoppedLosesTheKeyboardThoughNothingIsPrinted() throws Exception {
    startImpatient();
    try (Program client =
        Program.python("rfc2217_typist.py", "rfc2217://127.0.0.1:" + server.port())) {
      String answered = "WARNING:pySerial.rfc2217:rejected Telnet option: b'\\x06'";
      await()
          .atMost(LONG)
          .until(() -> client.lines().stream().filter(answered::equals).count() >= 3);
      assertThat(loop.typist.get()).isNotNull();

      client.signal("STOP");

      await().atMost(LONG).until(() -> loop.typist.get() == null);
    }
  }

  @Test
  void whoWantsNothingForNowGetsItLater() throws Exception {
    byte[] suspend = {(byte) 255, (byte) 250, 44, 8, (byte) 255, (byte) 240};
    byte[] resume = {(byte) 255, (byte) 250, 44, 9, (byte) 255, (byte) 240};
    try (Socket socket = connect()) {
      socket.getOutputStream().write(suspend);
      socket.getOutputStream().write("x".getBytes(StandardCharsets.US_ASCII));
      await().atMost(LONG).until(() -> log.end() > 0); // so it has been read behind the first
      print("later");
      socket.getOutputStream().write(resume);
      awaitText(socket, "later");
    }
  }

  @Test
  void theEndIsAnOrderlyOne() throws Exception {
    try (Socket socket = connect()) {
      awaitText(socket, "\u00ff");

      server.close();

      byte[] rest = socket.getInputStream().readAllBytes();
      assertThat(rest.length).isLessThan(100);
    }
  }

  @Test
  void aPortThatIsTakenIsToldAndTriedAgain() throws Exception {
    ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    ConsoleServer second = server(other.getLocalPort());
    try {
      await().atMost(LONG).until(() -> problem.get() != null);
      assertThat(problem.get()).contains(Integer.toString(other.getLocalPort()));

      other.close();

      await().atMost(LONG).until(() -> second.port() > 0);
      assertThat(problem.get()).isNull();
    } finally {
      second.close();
      other.close();
    }
  }
}
