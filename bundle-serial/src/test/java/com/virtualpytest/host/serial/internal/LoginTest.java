package com.virtualpytest.host.serial.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.ParameterException;
import com.virtualpytest.host.api.driver.SerialController;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.simulators.board.VirtualBoard;
import com.virtualpytest.host.tck.TestContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins at virtual boards that make it hard. */
class LoginTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private VirtualBoard board;
  private SerialController console;

  private void open(long bootLineMillis) throws Exception {
    board = new VirtualBoard(folder.resolve("ttyBoard"), bootLineMillis);
    DeviceDefinition device =
        new DeviceDefinition(
            "device3", "Board", "linux", Map.of("SERIAL_PORT", board.link().toString()));
    console = (SerialController) new SerialDriver().open(device, new TestContext(folder));
    await().atMost(LONG).until(() -> console.status().state(), found -> found == State.READY);
  }

  @AfterEach
  void close() {
    console.close();
    board.close();
  }

  private CommandResult login(String password, Object... more)
      throws ParameterException, InterruptedException {
    Map<String, Object> params =
        new HashMap<>(Map.of("username", "root", "password", password, "timeout_ms", 60_000));
    for (int i = 0; i < more.length; i += 2) {
      params.put((String) more[i], more[i + 1]);
    }
    return console.execute(new Command("login", params, Instant.now().plus(LONG)));
  }

  private static String output(CommandResult result) {
    return (String) result.data().get("output");
  }

  private String all() throws IOException, InterruptedException {
    return StandardCharsets.ISO_8859_1
        .decode(console.read(0, 1 << 16, Duration.ZERO).bytes())
        .toString();
  }

  @Test
  void aGreetingThatTellsOfFailedLoginsIsNoRefusal() throws Exception {
    open(0);
    board.greeting(
        String.join(
            "\r\n",
            "Last failed login: Mon Jan  1",
            "1 failed login attempt since the last login",
            "-sh: /root/.profile: Permission denied",
            "login denied to guests"));

    CommandResult result = login("board");

    assertThat(result.success()).as(result.toString()).isTrue();
    assertThat(output(result)).endsWith("# ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Login incorrect",
        "login: Permission denied",
        "Permission denied.",
        "Authentication failure",
        "% Authentication failed",
        "% Login invalid",
        "Access denied",
        "Incorrect username or password"
      })
  void whatLoginProgramsSayIsARefusal(String text) throws Exception {
    open(0);
    board.refusal(text + "\r\nName? "); // of a device whose prompt is not known

    CommandResult result = login("wrong");

    assertThat(result.code()).as(result.toString()).isEqualTo(ErrorCode.UNAUTHORIZED);
    assertThat(output(result)).contains(text);
  }

  @Test
  void whoIsAskedForTheNameAgainWasRefused() throws Exception {
    open(0);
    board.refusal("Nein!\r\nboard login: ");

    assertThat(login("wrong").code()).isEqualTo(ErrorCode.UNAUTHORIZED);
  }

  @Test
  void aPromptIsOneOnlyWhenTheLineHasEnded() throws Exception {
    open(0);
    board.greeting("#1 > #2 $3 of the issue, board login: fixed # ok");
    board.byteMillis(15);

    CommandResult result = login("board");

    assertThat(result.success()).as(result.toString()).isTrue();
    assertThat(output(result)).endsWith("fixed # ok\r\nroot@board:~# ");
  }

  @Test
  void aBoardThatBootsIsNotStopped() throws Exception {
    open(600);

    CommandResult result = login("board");

    assertThat(result.success()).as(result.toString()).isTrue();
    assertThat(all()).contains("Starting kernel").doesNotContain("=> ");
  }

  @Test
  void enterIsPressedWhereNothingIsShown() throws Exception {
    open(0);
    await().atMost(LONG).until(() -> all().endsWith("login: "));
    board.burst(10, 1); // no prompt any more

    CommandResult result = login("board", "timeout_ms", 8000);

    assertThat(result.success()).as(result.toString()).isTrue();
  }

  @Test
  void aHalfTypedNameIsGotRidOf() throws Exception {
    open(0);
    await().atMost(LONG).until(() -> all().endsWith("login: "));
    console.execute(new Command("send", Map.of("data", "gue"), Instant.now().plus(LONG)));

    CommandResult result = login("board", "timeout_ms", 20_000);

    assertThat(result.success()).as(result.toString()).isTrue();
  }

  @Test
  void aShellHasToAnswer() throws Exception {
    open(0);
    assertThat(login("board").success()).isTrue();
    long before = console.position().end();

    assertThat(login("board").success()).isTrue();

    assertThat(console.position().end()).isGreaterThan(before);
    board.panic();
    board.burst(10, 1);
    CommandResult dead = login("board", "timeout_ms", 400);
    assertThat(dead.code()).isEqualTo(ErrorCode.DEADLINE);
  }

  @Test
  void aWrongPatternIsNamed() throws Exception {
    open(0);

    assertThatThrownBy(() -> login("board", "password_prompt", "("))
        .hasMessage("password_prompt is no regular expression: see position 1");
  }

  @Test
  void patternsOfTheCallerMayHaveGroups() throws Exception {
    open(0);

    CommandResult result =
        login("board", "login_prompt", "(l)(o)gin", "prompt", "(o)\\1t@board:~#");

    assertThat(result.success()).as(result.toString()).isTrue();
  }
}
