package com.virtualpytest.host.adb.internal.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A line for the device's shell that is made of arguments and nothing else. There is no way to make
 * one of a text that somebody sent: what is not plainly harmless is quoted, so that the shell hands
 * it on as it is. A device's shell gets one line and always takes it apart itself ({@code adb
 * shell} joins its arguments with blanks and quotes nothing).
 */
public final class ShellScript {
  private static final Pattern HARMLESS =
      Pattern.compile("[A-Za-z0-9_./:,@%+][A-Za-z0-9_./:,@%+-]*|-+[A-Za-z0-9_.:-]*");

  /** Words that begin or end something where a program is expected. */
  private static final Set<String> RESERVED =
      Set.of(
          "case",
          "coproc",
          "do",
          "done",
          "elif",
          "else",
          "esac",
          "fi",
          "for",
          "function",
          "if",
          "in",
          "select",
          "then",
          "time",
          "until",
          "while");

  private final String line;

  private ShellScript(String line) {
    this.line = line;
  }

  /**
   * A program and its arguments.
   *
   * @throws IllegalArgumentException there is no program, or a NUL character, which no program can
   *     get
   */
  public static ShellScript of(List<String> argv) {
    if (argv.isEmpty() || argv.get(0).isEmpty()) {
      throw new IllegalArgumentException("no program");
    }
    String line = argv.stream().map(ShellScript::quote).collect(Collectors.joining(" "));
    String program = argv.get(0);
    return new ShellScript(
        RESERVED.contains(program) ? "'" + program + "'" + line.substring(program.length()) : line);
  }

  /** A program and its arguments. */
  public static ShellScript of(String... argv) {
    return of(List.of(argv));
  }

  /** This one, and when that succeeds the other one. */
  public ShellScript and(ShellScript next) {
    return new ShellScript(line + " && " + next.line);
  }

  /** This one, and the other one in any case; the exit code is the other's. */
  public ShellScript then(ShellScript next) {
    return new ShellScript(line + "; " + next.line);
  }

  /** The line as the device's shell gets it. */
  String line() {
    return line;
  }

  /** How many bytes it has. */
  public int length() {
    return line.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The whole line: for tests; it can hold what people typed. */
  @Override
  public String toString() {
    return line;
  }

  private static String quote(String argument) {
    if (argument.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("an argument holds a NUL character");
    }
    return HARMLESS.matcher(argument).matches()
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
