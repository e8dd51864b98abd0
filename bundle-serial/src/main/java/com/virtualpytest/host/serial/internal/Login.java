package com.virtualpytest.host.serial.internal;

import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.ParameterException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.serial.internal.expect.Expectation;
import com.virtualpytest.host.serial.internal.expect.Expectation.End;
import com.virtualpytest.host.serial.internal.port.PortException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Logs in, from wherever the console stands. It looks first: a board that boots is left alone,
 * since a key would stop its boot loader, and Enter is pressed only where nothing happens. What
 * looks like a prompt is one when silence follows. At a shell's prompt Enter shows that somebody is
 * there, and there is nothing else to do. The password goes nowhere but to the device.
 */
final class Login {
  private static final String LOGIN_PROMPT = "ogin: ?\\z";
  private static final String PASSWORD_PROMPT = "assword: ?\\z";
  private static final String SHELL_PROMPT = "[$#>] ?\\z";

  /** A line of its own: a greeting may tell of failed logins, too. */
  private static final String REFUSED =
      "(?im:^(?:% ?|login: |su: )?"
          + "(?:(?:login|password|username|authentication) "
          + "(?:incorrect|invalid|failed|failure|denied)"
          + "|(?:incorrect|invalid|bad|wrong) (?:login|passwords?|username|user)"
          + "(?: or password)?"
          + "|(?:permission|access) denied)"
          + "[.!]?[ \\t]*$)";

  /** Within a line, bytes follow each other faster. */
  private static final Duration SILENCE = Duration.ofMillis(200);

  /** Boot loaders count down by the second. Who has less time than four of these waits less. */
  private static final Duration LONG_SILENCE = Duration.ofSeconds(2);

  /** How often the name is given when it is asked for again, as after a restart of the board. */
  private static final int NAMES = 3;

  private final ConsoleCommands console;
  private final String username;
  private final String password;
  private final String loginPrompt;
  private final String passwordPrompt;
  private final String prompt;
  private final Duration timeout;
  private final Duration longSilence;
  private final long deadline;
  private final StringBuilder transcript = new StringBuilder();
  private boolean pressedEnter;

  Login(ConsoleCommands console, Command command) throws ParameterException {
    this.console = console;
    username = command.text("username");
    password = command.text("password", "");
    loginPrompt = prompt(command, "login_prompt", LOGIN_PROMPT);
    passwordPrompt = prompt(command, "password_prompt", PASSWORD_PROMPT);
    prompt = prompt(command, "prompt", SHELL_PROMPT);
    timeout = ConsoleCommands.timeout(command);
    Duration part = timeout.dividedBy(4);
    longSilence = part.compareTo(LONG_SILENCE) < 0 ? part : LONG_SILENCE;
    deadline = System.nanoTime() + timeout.toNanos();
  }

  private String prompt(Command command, String param, String usual) throws ParameterException {
    String pattern = command.text(param, usual);
    console.expectation(param, 0, pattern); // names the wrong one
    return pattern;
  }

  CommandResult run() throws ParameterException, InterruptedException, PortException {
    Step step = begin();
    for (int i = 0; i < NAMES && step.saw(loginPrompt); i++) {
      step = say(username, REFUSED, passwordPrompt, prompt, loginPrompt);
    }
    if (step.saw(passwordPrompt)) {
      step = say(password, REFUSED, prompt, LOGIN_PROMPT);
    }
    if (step.failure() != null) {
      return step.failure();
    }
    boolean again = step.saw(loginPrompt) || step.saw(LOGIN_PROMPT);
    return again || step.saw(REFUSED) ? refused(step.result()) : finished(step.result());
  }

  private CommandResult refused(Expectation.Result last) {
    return new CommandResult(
        false,
        "The device refused the login",
        ErrorCode.UNAUTHORIZED,
        "Look at username and password",
        Map.of("output", transcript.toString(), "offset", last.offset()));
  }

  private CommandResult finished(Expectation.Result last) {
    CommandResult answer = console.answer(last.withOutput(transcript.toString()), timeout);
    if (!answer.success()) {
      return answer;
    }
    return CommandResult.ok(null, Map.of("output", transcript.toString(), "offset", last.offset()));
  }

  /** Until the device asks for something, or its shell has answered. */
  private Step begin() throws ParameterException, InterruptedException, PortException {
    String[] wanted = {loginPrompt, prompt, passwordPrompt};
    Step step = lookOrPressEnter(expect(console.shown(), wanted), wanted);
    if (!step.saw(passwordPrompt) && (pressedEnter || !step.saw(prompt))) {
      return step;
    }
    // is that shell still there; and a password that is asked for may belong to another name
    Expectation fresh = expect(console.now(), wanted);
    CommandResult failure = type("");
    return failure == null ? lookOrPressEnter(fresh, wanted) : Step.failed(failure);
  }

  /** Waits for a prompt, and presses Enter once in each long silence. */
  private Step lookOrPressEnter(Expectation expectation, String... wanted)
      throws InterruptedException, PortException {
    long quietAt = console.now();
    long pressedAt = -1;
    while (true) {
      Duration left = left();
      boolean last = left.compareTo(longSilence) <= 0;
      Expectation.Result result = expectation.await(last ? left : longSilence);
      if (last || result.end() != End.TIMED_OUT) {
        return seen(result, wanted);
      }
      if (result.offset() == quietAt && quietAt != pressedAt) {
        pressedAt = quietAt;
        CommandResult failure = type("");
        if (failure != null) {
          return Step.failed(failure);
        }
      }
      quietAt = result.offset();
    }
  }

  private Step say(String line, String... wanted)
      throws ParameterException, InterruptedException, PortException {
    Expectation expectation = expect(console.now(), wanted);
    CommandResult failure = type(line);
    return failure == null ? seen(expectation.await(left()), wanted) : Step.failed(failure);
  }

  private CommandResult type(String line) throws InterruptedException, PortException {
    pressedEnter = true;
    return console.write((line + "\r").getBytes(StandardCharsets.UTF_8));
  }

  private Duration left() {
    return Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
  }

  private Expectation expect(long from, String... wanted) throws ParameterException {
    return console.expectation("prompt", from, wanted).followedBySilence(SILENCE);
  }

  private Step seen(Expectation.Result result, String... wanted) {
    transcript.append(result.output());
    return new Step(null, result, result.pattern() < 0 ? null : wanted[result.pattern()]);
  }

  /**
   * What came of a line.
   *
   * @param failure why it could not be sent; null when it was
   * @param pattern what was seen; null when nothing was
   */
  private record Step(CommandResult failure, Expectation.Result result, String pattern) {
    static Step failed(CommandResult failure) {
      return new Step(failure, null, null);
    }

    boolean saw(String what) {
      return what.equals(pattern);
    }
  }
}
