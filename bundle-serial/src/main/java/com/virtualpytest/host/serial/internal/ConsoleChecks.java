package com.virtualpytest.host.serial.internal;

import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.ParameterException;
import com.virtualpytest.host.api.driver.VerificationController.Verdict;
import com.virtualpytest.host.api.driver.VerificationDescription;
import com.virtualpytest.host.api.driver.VerificationDescription.Output;
import com.virtualpytest.host.api.driver.VerificationDescription.Param;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.serial.internal.expect.Expectation;
import com.virtualpytest.host.serial.internal.port.PortException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The checks of a console: one, whether something appears on it. */
final class ConsoleChecks {
  static final List<VerificationDescription> ALL =
      List.of(
          new VerificationDescription(
              ConsoleCommands.WAIT_FOR_PATTERN,
              "serial",
              "Wait for Serial Pattern",
              "Waits until a pattern appears on the console",
              List.of(
                  new Param("pattern", "string", true, "", "A regular expression", "login:"),
                  new Param(
                      "timeout", "number", false, 10_000, "Milliseconds to wait at most", null),
                  new Param(
                      "from_offset",
                      "number",
                      false,
                      null,
                      "Where to begin; else where the last command was sent, or now",
                      null)),
              List.of(
                  new Output("output", "string"),
                  new Output("groups", "array"),
                  new Output("offset", "number"),
                  new Output("missed", "number"))));

  private final ConsoleCommands commands;

  ConsoleChecks(ConsoleCommands commands) {
    this.commands = commands;
  }

  /**
   * Runs a check.
   *
   * @throws ApiException the console could not be watched to the end: neither passed nor failed
   */
  Verdict verify(Command check) throws ParameterException, InterruptedException {
    if (!check.name().equals(ConsoleCommands.WAIT_FOR_PATTERN)) {
      throw new ParameterException("command", "is not known: " + check.name());
    }
    Duration timeout = ConsoleCommands.timeout(check, "timeout");
    Expectation.Result found;
    try {
      found = commands.search(check, timeout);
    } catch (PortException e) {
      throw error(commands.unreachable());
    }
    return switch (found.end()) {
      case MATCHED -> verdict(check, found, true, "The pattern appeared");
      case TIMED_OUT ->
          verdict(
              check,
              found,
              false,
              "The pattern did not appear within " + timeout.toMillis() + " ms");
      default -> throw error(commands.answer(found, timeout));
    };
  }

  private static Verdict verdict(
      Command check, Expectation.Result found, boolean passed, String message)
      throws ParameterException {
    return new Verdict(
        passed,
        message,
        passed ? 1 : 0,
        check.text("pattern"),
        passed ? found.match() : "",
        Map.of(
            "output",
            found.output(),
            "groups",
            found.groups(),
            "offset",
            found.offset(),
            "missed",
            found.missed()));
  }

  private static ApiException error(CommandResult failure) {
    return new ApiException(failure.code(), failure.message(), failure.hint(), null);
  }
}
