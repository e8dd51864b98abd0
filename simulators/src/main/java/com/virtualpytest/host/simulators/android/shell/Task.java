package com.virtualpytest.host.simulators.android.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One run of a program.
 *
 * @param name what it was called by
 * @param args what follows the name
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param shell runs other command lines, {@code sh -c} for example
 */
public record Task(
    String name,
    List<String> args,
    InputStream in,
    OutputStream out,
    OutputStream err,
    Shell shell) {

  /** The argument at {@code index}, or "" if there are not so many. */
  public String arg(int index) {
    return index < args.size() ? args.get(index) : "";
  }

  /** The arguments from {@code index} on. */
  public List<String> from(int index) {
    return args.subList(Math.min(index, args.size()), args.size());
  }

  /** The same streams for another program. */
  public Task with(String otherName, List<String> otherArgs) {
    return new Task(otherName, otherArgs, in, out, err, shell);
  }

  /** Writes to standard output. */
  public void print(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a line to standard error, and is the exit code that goes with it. */
  public int fail(int code, String text) throws IOException {
    err.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    return code;
  }

  /** All of standard input. */
  public String input() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }
}
