package com.virtualpytest.host.launcher;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** The web console's password, which changes of bundles need. Never printed. */
final class ConsolePassword {
  private static final String USER = "admin";

  private final String password;

  private ConsolePassword(String password) {
    this.password = password;
  }

  /**
   * From the file given, else from the settings, else from the file that a host on loopback makes,
   * else from the person at the terminal.
   *
   * @param file given on the command line; null for none
   */
  static ConsolePassword find(Settings settings, Path file) throws StartException {
    if (file != null) {
      return new ConsolePassword(read(file));
    }
    String set = settings.get(Variable.CONSOLE_PASSWORD);
    if (set != null) {
      return new ConsolePassword(set);
    }
    Path made = Path.of(settings.get(Variable.HOST_DATA_DIR)).resolve("console-password");
    if (Files.isReadable(made)) {
      return new ConsolePassword(read(made).strip());
    }
    return new ConsolePassword(ask());
  }

  private static String read(Path file) throws StartException {
    try {
      return Files.readString(file).replaceFirst("[\\r\\n]+$", "");
    } catch (IOException e) {
      throw new StartException(
          ExitCode.FAILED, "the web console's password cannot be read from " + file, e);
    }
  }

  private static String ask() throws StartException {
    Console terminal = System.console();
    char[] typed =
        terminal == null
            ? null
            : terminal.readPassword("Password of the web console (user %s): ", USER);
    if (typed == null) {
      throw new StartException(
          ExitCode.FAILED,
          "this needs the web console's password: set CONSOLE_PASSWORD, or give --password-file");
    }
    return new String(typed);
  }

  /** The value of an {@code Authorization} header. */
  String basic() {
    byte[] login = (USER + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(login);
  }
}
