package com.virtualpytest.host.display.internal.automation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Runs programs in a clean environment, in sessions of their own. Arguments are handed over as they
 * are; there is no shell between. Safe for all threads.
 */
final class Programs {
  private static final String MARK = "DEVICE_HOST_COMMAND";
  private static final String SYSTEM_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/games";
  private static final int MAX_OUTPUT = 4 << 20;
  private static final long PAUSE_MILLIS = 10;

  private final Map<String, String> environment = new TreeMap<>();
  private final Path folder;

  /**
   * @param host the host's own environment, of which PATH, HOME, USER and LANG are handed on
   * @param display the X display for all programs
   * @param folder where programs run that name no folder
   */
  Programs(Map<String, String> host, String display, Path folder) {
    environment.put("PATH", host.getOrDefault("PATH", SYSTEM_PATH));
    environment.put("HOME", host.getOrDefault("HOME", System.getProperty("user.home")));
    environment.put("USER", host.getOrDefault("USER", System.getProperty("user.name")));
    environment.put("LANG", host.getOrDefault("LANG", "C.UTF-8"));
    environment.put("DISPLAY", display);
    this.folder = folder;
  }

  /**
   * Runs one to its end. When its time is over, or the thread is interrupted, it is killed with all
   * that it started. What it leaves in the background at its end goes on.
   *
   * @param input what it reads; empty for nothing
   * @param where its working folder; null for the default one
   * @throws IOException it could not be started
   */
  ProgramResult run(List<String> command, String input, Path where, Duration limit)
      throws IOException, InterruptedException {
    String id = UUID.randomUUID().toString();
    Process process = builder(command, where, id).start();
    boolean ended = false;
    try {
      feed(process, input);
      Collector collector = new Collector(process);
      ended = collector.awaitEnd(limit);
      if (!ended) {
        new Family(MARK, id).kill();
        process.waitFor(2, TimeUnit.SECONDS);
        collector.collect();
      }
      return collector.result(!ended);
    } finally {
      if (!ended) {
        new Family(MARK, id).kill();
      }
    }
  }

  /**
   * Starts one that goes on by itself.
   *
   * @param grace an end with a failure within this time is told
   * @return what it said when it ended at once; null when it runs
   * @throws IOException it could not be started
   */
  ProgramResult launch(List<String> command, Duration grace)
      throws IOException, InterruptedException {
    ProcessBuilder builder = builder(command, null, UUID.randomUUID().toString());
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
      return null;
    }
    return new ProgramResult(process.exitValue(), "", "", false);
  }

  private ProcessBuilder builder(List<String> command, Path where, String id) {
    List<String> full = new ArrayList<>(List.of("setsid", "--wait", "--"));
    full.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(full);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put(MARK, id);
    builder.directory((where == null ? folder : where).toFile());
    return builder;
  }

  private static void feed(Process process, String input) throws IOException {
    try (OutputStream out = process.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      if (process.isAlive()) {
        throw e;
      }
      // ended without reading: its exit code tells
    }
  }

  /**
   * Takes what is printed without ever blocking in a read: what a program leaves in the background
   * may hold the pipe open for ever.
   */
  private static final class Collector {
    private final Process process;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();

    Collector(Process process) {
      this.process = process;
    }

    boolean awaitEnd(Duration limit) throws IOException, InterruptedException {
      long end = System.nanoTime() + limit.toNanos();
      while (!process.waitFor(collect() ? 0 : PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        if (System.nanoTime() - end >= 0) {
          return false;
        }
      }
      while (collect()) {
        // what was printed before the end
      }
      return true;
    }

    boolean collect() throws IOException {
      boolean printed = take(process.getInputStream(), output);
      return take(process.getErrorStream(), error) || printed;
    }

    private static boolean take(InputStream in, ByteArrayOutputStream to) throws IOException {
      int ready = in.available();
      if (ready <= 0) {
        return false;
      }
      byte[] piece = in.readNBytes(ready);
      to.write(piece, 0, Math.min(piece.length, MAX_OUTPUT - Math.min(MAX_OUTPUT, to.size())));
      return true;
    }

    ProgramResult result(boolean timedOut) {
      int code = timedOut || process.isAlive() ? -1 : process.exitValue();
      return new ProgramResult(code, text(output), text(error), timedOut);
    }

    private static String text(ByteArrayOutputStream bytes) {
      String text = bytes.toString(StandardCharsets.UTF_8);
      return bytes.size() < MAX_OUTPUT ? text : text + "\n… (more was printed)\n";
    }
  }
}
