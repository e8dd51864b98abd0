package com.virtualpytest.host.simulators.android.transport;

import com.virtualpytest.host.simulators.android.shell.Shell;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A shell without a command: runs its input line by line. */
final class Interactive {

  private static final int INTERRUPT = 3;
  private static final int END = 4;
  private static final int DELETE = 127;

  private final Shell shell;
  private final String prompt;

  /**
   * For one input.
   *
   * @param prompt shown before each line; empty if there is no terminal, which also echoes
   */
  Interactive(Shell shell, String prompt) {
    this.shell = shell;
    this.prompt = prompt;
  }

  /** Until the input ends or {@code exit}; the exit code of the last command. */
  int run(InputStream in, OutputStream out, OutputStream err)
      throws IOException, InterruptedException {
    int status = 0;
    while (!shell.exited()) {
      out.write(prompt.getBytes(StandardCharsets.UTF_8));
      String line = prompt.isEmpty() ? plainLine(in) : typedLine(in, out);
      if (line == null) {
        break;
      }
      status = shell.run(line, InputStream.nullInputStream(), out, err);
    }
    return status;
  }

  /** Null at the end. */
  private static String plainLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int c = in.read();
    if (c < 0) {
      return null;
    }
    for (; c >= 0 && c != '\n'; c = in.read()) {
      line.write(c);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** As a terminal reads it: with an echo, rubbing out, and control characters. */
  private static String typedLine(InputStream in, OutputStream out) throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int c = in.read();
      switch (c) {
        case -1 -> {
          return null;
        }
        case END -> {
          if (line.isEmpty()) {
            return null;
          }
        }
        case '\r', '\n' -> {
          out.write('\n');
          return new String(
              line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }
        case INTERRUPT -> {
          out.write("^C\n".getBytes(StandardCharsets.UTF_8));
          return "";
        }
        case DELETE, '\b' -> {
          if (!line.isEmpty()) {
            line.setLength(line.length() - 1);
            out.write("\b \b".getBytes(StandardCharsets.UTF_8));
          }
        }
        default -> {
          line.append((char) c);
          out.write(c);
        }
      }
    }
  }
}
