package com.virtualpytest.host.serial.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.driver.ParameterException;
import com.virtualpytest.host.api.driver.SerialController;
import com.virtualpytest.host.api.driver.SerialController.Gap;
import com.virtualpytest.host.api.driver.SerialController.Keyboard;
import com.virtualpytest.host.api.driver.SerialController.Output;
import com.virtualpytest.host.api.driver.VerificationController;
import com.virtualpytest.host.api.driver.VerificationController.Verdict;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.simulators.board.VirtualBoard;
import com.virtualpytest.host.tck.TestContext;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A console of the virtual board, through a pseudo terminal. */
class ConsoleControllerTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  /** A port is back within 2 s on an idle machine; this one may be a busy one. */
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private VirtualBoard board;
  private SerialController console;

  @BeforeEach
  void open() throws Exception {
    board = new VirtualBoard(folder.resolve("ttyBoard"));
    console = openConsole();
    awaitState(State.READY);
  }

  private SerialController openConsole() throws Exception {
    DeviceDefinition device =
        new DeviceDefinition(
            "device3", "Board", "linux", Map.of("SERIAL_PORT", board.link().toString()));
    return (SerialController) new SerialDriver().open(device, new TestContext(folder));
  }

  @AfterEach
  void close() {
    console.close();
    board.close();
  }

  private void awaitState(State state) {
    await().atMost(SOON).until(() -> console.status().state(), found -> found == state);
  }

  private CommandResult run(String name, Object... params)
      throws ParameterException, InterruptedException {
    Map<String, Object> map = new HashMap<>(Map.of("timeout_ms", 30_000));
    for (int i = 0; i < params.length; i += 2) {
      map.put((String) params[i], params[i + 1]);
    }
    return console.execute(new Command(name, map, Instant.now().plus(LONG)));
  }

  private CommandResult login() throws Exception {
    CommandResult result = run("login", "username", "root", "password", VirtualBoard.PASSWORD);
    assertThat(result.success()).as(result.toString()).isTrue();
    return result;
  }

  private void awaitOutput(String text) {
    await().atMost(LONG).until(() -> all().contains(text));
  }

  private String all() throws Exception {
    StringBuilder text = new StringBuilder();
    for (Output output = console.read(0, 1 << 16, Duration.ZERO);
        output.bytes().hasRemaining();
        output = console.read(output.next(), 1 << 16, Duration.ZERO)) {
      text.append(StandardCharsets.ISO_8859_1.decode(output.bytes()));
    }
    return text.toString();
  }

  @Test
  void loginAndACommand() throws Exception {
    CommandResult login = login();
    assertThat(login.data().get("output").toString())
        .contains("Welcome")
        .doesNotContain("board\r\n\r\nW");
    assertThat(login.toString()).doesNotContain("=" + VirtualBoard.PASSWORD + ",");

    CommandResult uname = run("send_expect", "data", "uname -a", "pattern", "Linux (\\w+) .*\r\n");

    assertThat(uname.success()).isTrue();
    assertThat(uname.data().get("groups")).isEqualTo(List.of("board"));
    assertThat(login().data()).containsKey("elapsed_ms"); // already logged in
  }

  private Verdict check(String pattern, int timeoutMillis) throws Exception {
    Map<String, Object> params = Map.of("pattern", pattern, "timeout", timeoutMillis);
    Command check = new Command("waitForSerialPattern", params, Instant.now().plus(LONG));
    return ((VerificationController) console).verify(check);
  }

  @Test
  void aCheckPassesWhenThePatternAppearsAndFailsWhenItDoesNot() throws Exception {
    login();
    run("send_line", "data", "uname -a");

    Verdict seen = check("Linux (\\w+)", 30_000);
    assertThat(seen.passed()).isTrue();
    assertThat(seen.extracted()).isEqualTo("Linux board");
    assertThat(seen.output()).containsEntry("groups", List.of("board"));
    Verdict unseen = check("never", 1);
    assertThat(unseen.passed()).isFalse();
    assertThat(unseen.message()).isEqualTo("The pattern did not appear within 1 ms");
  }

  @Test
  void aCheckOfAnUnpluggedConsoleIsAnErrorAndNoVerdict() throws Exception {
    board.unplug();
    awaitState(State.OFFLINE);

    assertThatThrownBy(() -> check("login", 1))
        .isInstanceOfSatisfying(
            ApiException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.DEVICE_OFFLINE));
  }

  @Test
  void aWrongPasswordIsARefusal() throws Exception {
    CommandResult result = run("login", "username", "root", "password", "wrong");

    assertThat(result.success()).isFalse();
    assertThat(result.code()).isEqualTo(ErrorCode.UNAUTHORIZED);
  }

  @Test
  void anUnplugDuringExpectFailsAtOnceAndThePlugComesBack() throws Exception {
    awaitOutput("login: ");
    long before = console.position().end();
    CompletableFuture<CommandResult> expecting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return run("expect", "pattern", "never", "timeout_ms", 600_000);
              } catch (ParameterException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    // the first unplug may come before the expect has begun, which answers differently
    await()
        .atMost(LONG)
        .until(() -> Thread.getAllStackTraces().values().stream().anyMatch(this::expects));

    board.unplug();

    CommandResult lost = expecting.get(10, TimeUnit.SECONDS);
    assertThat(lost.code()).isEqualTo(ErrorCode.PORT_LOST);
    assertThat(run("send_line", "data", "x").code()).isEqualTo(ErrorCode.DEVICE_OFFLINE);
    assertThat(console.status().state()).isEqualTo(State.OFFLINE);
    assertThat(console.status().hint()).isNotNull();

    board.plug();

    awaitState(State.READY);
    Output next = console.read(before, 1 << 16, LONG);
    assertThat(next.missed()).isZero();
    assertThat(next.gaps()).extracting(Gap::offset).containsExactly(before);
  }

  private boolean expects(StackTraceElement[] stack) {
    for (StackTraceElement element : stack) {
      if (element.getClassName().endsWith("SerialLog") && element.getMethodName().equals("await")) {
        return true;
      }
    }
    return false;
  }

  @Test
  void aSecondOneContinuesTheOffsets() throws Exception {
    awaitOutput("login: ");
    for (int swap = 0; swap < 5; swap++) {
      long end = console.position().end();
      console.close();
      SerialController old = console;
      console = openConsole();
      awaitState(State.READY);

      assertThat(console.position().end()).isGreaterThanOrEqualTo(end);
      assertThat(run("send_expect", "data", "", "pattern", "login: $").success()).isTrue();
      assertThat(console.read(end, 1 << 16, LONG).gaps()).hasSize(1);
      assertThatThrownBy(() -> old.read(Long.MAX_VALUE, 1, LONG)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void theLinesStayAsTheyAreWhenThePortIsClosed() throws Exception {
    Process stty = new ProcessBuilder("stty", "-F", board.link().toString(), "-a").start();

    assertThat(new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("-hupcl")
        .contains("speed 115200 baud");
  }

  @Test
  void theSpeedCanBeChanged() throws Exception {
    assertThat(run("set_baud", "baud", 9600).success()).isTrue();

    Process stty = new ProcessBuilder("stty", "-F", board.link().toString(), "speed").start();
    assertThat(new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
        .isEqualTo("9600");
  }

  @Test
  void aPortInUseIsOffline() throws Exception {
    SerialController second;
    DeviceDefinition device =
        new DeviceDefinition(
            "device4", "Board", "linux", Map.of("SERIAL_PORT", board.link().toString()));
    second =
        (SerialController)
            new SerialDriver().open(device, new TestContext(folder.resolve("second")));
    try {
      await().atMost(LONG).until(() -> second.status().state() == State.OFFLINE);
      assertThat(second.status().detail()).contains("in use");
    } finally {
      second.close();
    }
  }

  @Test
  void oneTypesAtATime() throws Exception {
    login();
    AtomicBoolean lost = new AtomicBoolean();
    Keyboard first = console.keyboard("first", false, () -> lost.set(true));
    assertThat(console.keyboard("second", false, () -> {})).isNull();
    assertThat(console.position().typist()).isEqualTo("first");

    Keyboard second = console.keyboard("second", true, () -> {});

    assertThat(lost).isTrue();
    assertThatThrownBy(() -> first.type(ByteBuffer.wrap(new byte[] {'x'})))
        .isInstanceOf(IOException.class);
    second.type(ByteBuffer.wrap("echo hi\r".getBytes(StandardCharsets.US_ASCII)));
    awaitOutput("\nhi\r");
    first.close();
    assertThat(console.position().typist()).isEqualTo("second");
    second.close();
    assertThat(console.position().typist()).isNull();
  }

  @Test
  void afterClearTheNextExpectBeginsAnew() throws Exception {
    login();
    run("send_line", "data", "echo needle");
    awaitOutput("\nneedle");
    assertThat(run("expect", "pattern", "\nneedle").success()).isTrue();

    assertThat(run("clear").data()).containsEntry("offset", console.position().end());

    assertThat(run("expect", "pattern", "\nneedle", "timeout_ms", 1).code())
        .isEqualTo(ErrorCode.DEADLINE);
  }

  @Test
  void aPseudoTerminalHasNoLines() throws Exception {
    assertThat(run("get_lines").code()).isEqualTo(ErrorCode.NOT_SUPPORTED);
    assertThat(run("get_lines").message()).isEqualTo("The port has no modem lines");
  }

  @Test
  void theConsoleIsExportedWhereTheHostSaysIt() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
      port = free.getLocalPort();
    }
    Map<String, String> settings =
        Map.of("SERIAL_PORT", folder.resolve("none").toString(), "SERIAL_TCP_PORT", "" + port);
    DriverContext context =
        new TestContext(folder.resolve("exported"), Map.of("SERIAL_TCP_BIND", "127.0.0.2"));
    Controller exported =
        new SerialDriver()
            .open(new DeviceDefinition("device4", "Board", "linux", settings), context);
    try {
      await()
          .atMost(LONG)
          .ignoreExceptionsInstanceOf(ConnectException.class)
          .until(() -> connects("127.0.0.2", port));
      assertThatThrownBy(() -> connects("127.0.0.1", port)).isInstanceOf(ConnectException.class);
    } finally {
      exported.close();
    }
  }

  private static boolean connects(String address, int port) throws IOException {
    try (Socket socket = new Socket(address, port)) {
      return socket.isConnected();
    }
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThatThrownBy(() -> run("send")).hasMessage("data is missing");
    assertThatThrownBy(() -> run("send", "hex", "0")).hasMessageContaining("hexadecimal");
    assertThatThrownBy(() -> run("send", "hex", "00", "data", "x")).hasMessageContaining("exclude");
    assertThatThrownBy(() -> run("send_line", "data", "x", "eol", "tab"))
        .hasMessage("eol must be one of none, cr, lf, crlf");
    assertThatThrownBy(() -> run("expect", "pattern", "(")).hasMessageContaining("position");
    assertThatThrownBy(() -> run("expect", "pattern", "x", "from_offset", "y"))
        .hasMessageContaining("from_offset");
  }

  @Test
  void hexIsSentAsItIs() throws Exception {
    board.loopback(true);
    console.keyboard("test", false, () -> {}).close();

    CommandResult sent = run("send", "hex", "00 ff 0d 0a:03 80");

    long offset = ((Number) sent.data().get("offset")).longValue();
    await().atMost(LONG).until(() -> console.position().end() >= offset + 6);
    byte[] bytes = new byte[6];
    console.read(offset, 6, LONG).bytes().get(bytes);
    assertThat(bytes).isEqualTo(new byte[] {0, -1, 13, 10, 3, -128});
  }
}
