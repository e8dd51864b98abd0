package com.virtualpytest.host.serial.internal.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A program that a test talks with. What it prints is read all the time. */
public final class Program implements AutoCloseable {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  public Program(String... command) throws IOException {
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Thread reader = new Thread(this::read, "program-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** A script of the test resources, run by Debian's Python, which has python3-serial. */
  public static Program python(String script, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("/usr/bin/python3", "-u"));
    try {
      command.add(Path.of(Program.class.getResource("/" + script).toURI()).toString());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    command.addAll(List.of(arguments));
    return new Program(command.toArray(String[]::new));
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      reader.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      lines.add("(the output ended: " + e + ")");
    }
  }

  /** Waits until it has printed a line that begins like that, and gives the rest of it. */
  public String awaitLine(String begin) {
    await().atMost(LONG).untilAsserted(() -> assertThat(lines).anyMatch(l -> l.startsWith(begin)));
    return lines.stream()
        .filter(line -> line.startsWith(begin))
        .findFirst()
        .orElseThrow()
        .substring(begin.length())
        .strip();
  }

  /** Sends it a signal, {@code STOP} for example. */
  public void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start();
    assertThat(kill.waitFor()).isZero();
  }

  /** All that it has printed. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  public int awaitExit() throws InterruptedException {
    if (!process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end: " + lines);
    }
    return process.exitValue();
  }

  /** Ends it. */
  public void end() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    end();
  }
}
