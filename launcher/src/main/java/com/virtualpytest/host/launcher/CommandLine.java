package com.virtualpytest.host.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What the command line asks for. */
sealed interface CommandLine {
  String USAGE =
      """
      Usage: backend-host [--env FILE]    start the host in the foreground
             backend-host --help          print this text
             backend-host --version       print the version

      About a host that runs on this machine with the same settings (each with --env FILE at its
      end, if need be):
             backend-host ps              list its child programs and their states
             backend-host restart NAME    start one of them anew: xvfb, fluxbox, x11vnc, novnc, ...
             backend-host logs [NAME]     print the last lines of all of them, or of one
             backend-host health          print its health; exit code 0 unless it is unhealthy

      Settings come from the environment and from a .env file: the one named by --env, else .env in
      the working folder, else .env in the installation folder. The environment wins. .env.example
      in the installation folder lists them.

      Exit codes: 0 stopped or done, 1 unhealthy or refused by the host, 64 wrong usage, 69 address taken or Java too old, 70 installation
      broken, 73 HOST_DATA_DIR unusable, 78 a setting is wrong.
      """;

  /**
   * Start the host.
   *
   * @param envFile the file given with {@code --env}, or null
   */
  record Start(Path envFile) implements CommandLine {}

  /**
   * Ask the host that runs.
   *
   * @param question what
   * @param name of a process; null for none
   * @param envFile the file given with {@code --env}, or null
   */
  record Ask(Question question, String name, Path envFile) implements CommandLine {}

  /** What can be asked. */
  enum Question {
    PS,
    RESTART,
    LOGS,
    HEALTH;

    /** From and to how many names it takes. */
    private boolean takes(int names) {
      return this == RESTART ? names == 1 : this == LOGS ? names <= 1 : names == 0;
    }
  }

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
    CommandLine ask = ask(arguments);
    if (ask != null) {
      return ask;
    }
    throw new StartException(
        ExitCode.USAGE, "not understood: " + String.join(" ", arguments) + "\n" + USAGE);
  }

  /** A question with its names and, at the end, the settings; null when it is none. */
  private static Ask ask(List<String> arguments) {
    List<String> words = arguments;
    Path envFile = null;
    int last = words.size() - 1;
    if (words.get(last).startsWith("--env=") && words.get(last).length() > 6) {
      envFile = Path.of(words.get(last).substring(6));
      words = words.subList(0, last);
    } else if (last > 0 && words.get(last - 1).equals("--env")) {
      envFile = Path.of(words.get(last));
      words = words.subList(0, last - 1);
    }
    for (Question question : Question.values()) {
      if (!words.isEmpty()
          && words.get(0).equals(question.name().toLowerCase(Locale.ROOT))
          && question.takes(words.size() - 1)
          && words.stream().allMatch(word -> word.matches("[A-Za-z0-9_.-]{1,100}"))) {
        return new Ask(question, words.size() > 1 ? words.get(1) : null, envFile);
      }
    }
    return null;
  }
}
