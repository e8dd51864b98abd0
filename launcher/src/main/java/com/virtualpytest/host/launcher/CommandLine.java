package com.virtualpytest.host.launcher;

import java.nio.file.Path;
import java.util.List;

/** What the command line asks for. */
sealed interface CommandLine {
  String USAGE =
      """
      Usage: backend-host [--env FILE]    start the host in the foreground
             backend-host --help          print this text
             backend-host --version       print the version

      Settings come from the environment and from a .env file: the one named by --env, else .env in
      the working folder, else .env in the installation folder. The environment wins. .env.example
      in the installation folder lists them.

      Exit codes: 0 stopped, 64 wrong usage, 69 address taken or Java too old, 70 installation
      broken, 73 HOST_DATA_DIR unusable, 78 a setting is wrong.
      """;

  /**
   * Start the host.
   *
   * @param envFile the file given with {@code --env}, or null
   */
  record Start(Path envFile) implements CommandLine {}

  /** Print the usage. */
  record Help() implements CommandLine {}

  /** Print the version. */
  record Version() implements CommandLine {}

  /**
   * Reads the arguments.
   *
   * @throws StartException with {@link ExitCode#USAGE} for what is not known
   */
  static CommandLine parse(List<String> arguments) throws StartException {
    if (arguments.isEmpty()) {
      return new Start(null);
    }
    String first = arguments.get(0);
    int rest = arguments.size() - 1;
    if (first.startsWith("--env=") && first.length() > 6 && rest == 0) {
      return new Start(Path.of(first.substring(6)));
    }
    if (first.equals("--env") && rest == 1) {
      return new Start(Path.of(arguments.get(1)));
    }
    if ((first.equals("--help") || first.equals("-h")) && rest == 0) {
      return new Help();
    }
    if (first.equals("--version") && rest == 0) {
      return new Version();
    }
    throw new StartException(
        ExitCode.USAGE, "not understood: " + String.join(" ", arguments) + "\n" + USAGE);
  }
}
