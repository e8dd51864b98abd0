package com.virtualpytest.host.serial.internal;

import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.ParameterException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.serial.internal.expect.Expectation;
import com.virtualpytest.host.serial.internal.port.PortException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Logs in at a prompt, from wherever the console stands: Enter brings a fresh prompt, be it the
 * shell's, in which case there is nothing to do. The password goes nowhere but to the device.
 */
final class Login {
  private static final String LOGIN_PROMPT = "ogin: ?$";
  private static final String PASSWORD_PROMPT = "assword: ?$";
  private static final String SHELL_PROMPT = "[$#>] ?$";
  private static final String REFUSED = "(?i:incorrect|denied|failed)";

  private final ConsoleCommands console;
  private final String username;
  private final String password;
  private final String loginPrompt;
  private final String passwordPrompt;
  private final String prompt;
  private final Duration timeout;
  private final long deadline;
  private final StringBuilder transcript = new StringBuilder();

  Login(ConsoleCommands console, Command command) throws ParameterException {
    this.console = console;
    username = command.text("username");
    password = command.text("password", "");
    loginPrompt = command.text("login_prompt", LOGIN_PROMPT);
    passwordPrompt = command.text("password_prompt", PASSWORD_PROMPT);
    prompt = command.text("prompt", SHELL_PROMPT);
    timeout = ConsoleCommands.timeout(command);
    deadline = System.nanoTime() + timeout.toNanos();
  }

  CommandResult run() throws ParameterException, InterruptedException, PortException {
    Step step = say("", loginPrompt, prompt);
    if (step.wants(loginPrompt)) {
      step = say(username, passwordPrompt, prompt, REFUSED);
    }
    if (step.wants(passwordPrompt)) {
      step = say(password, prompt, REFUSED);
    }
    if (step.wants(REFUSED)) {
      return new CommandResult(
          false,
          "The device refused the login",
          ErrorCode.UNAUTHORIZED,
          "Look at username and password",
          Map.of("output", transcript.toString(), "offset", step.result().offset()));
    }
    return step.failure() == null ? finished(step.result()) : step.failure();
  }

  private CommandResult finished(Expectation.Result last) {
    CommandResult answer = console.answer(last, timeout);
    if (!answer.success()) {
      return answer;
    }
    return CommandResult.ok(null, Map.of("output", transcript.toString(), "offset", last.offset()));
  }

  private Step say(String line, String... wanted)
      throws ParameterException, InterruptedException, PortException {
    Expectation expectation = console.fromNow(String.join("|", wanted));
    CommandResult failure = console.write((line + "\r").getBytes(StandardCharsets.UTF_8));
    if (failure != null) {
      return new Step(failure, null, null);
    }
    Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    Expectation.Result result = expectation.await(left);
    transcript.append(result.output());
    return new Step(null, result, which(result.match(), wanted));
  }

  /** Which of them it was: the first that is found in what matched. */
  private static String which(String match, String... wanted) {
    if (match != null) {
      for (String one : wanted) {
        if (Pattern.compile(one).matcher(match).find()) {
          return one;
        }
      }
    }
    return null;
  }

  /** What came of a line. */
  private record Step(CommandResult failure, Expectation.Result result, String found) {
    boolean wants(String what) {
      return what.equals(found);
    }
  }
}
