package com.virtualpytest.host.display.internal.automation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Runs shell commands as the user of the host. */
final class Shell {
  private final Programs programs;

  Shell(Programs programs) {
    this.programs = programs;
  }

  Outcome run(Parameters parameters) throws IOException, InterruptedException {
    String script = parameters.text("command");
    if (script == null || script.isBlank()) {
      script = parameters.text("bash_command");
    }
    if (script == null || script.isBlank()) {
      return Outcome.failed("No bash command provided");
    }
    Path folder = null;
    String wish = parameters.text("working_dir");
    if (wish != null && !wish.isBlank()) {
      folder = folder(wish);
      if (folder == null) {
        return Outcome.failed("Working directory not found: " + wish);
      }
    }
    double seconds = Math.max(0, Math.min(parameters.number("timeout", 30), 3600));
    Duration limit = Duration.ofMillis((long) (seconds * 1000));
    ProgramResult result = programs.run(List.of("bash", "-c", script), "", folder, limit);
    String error = result.error();
    if (result.timedOut()) {
      error = "Command timed out after " + plain(seconds) + " seconds\n" + error;
    }
    return new Outcome(result.ok(), result.output(), error, result.exitCode());
  }

  private static Path folder(String wish) {
    try {
      Path folder = Path.of(wish);
      return Files.isDirectory(folder) ? folder : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? "" + (long) number : "" + number;
  }
}
