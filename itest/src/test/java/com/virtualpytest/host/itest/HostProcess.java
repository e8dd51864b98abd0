package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A host that runs as a process of its own. Closing it kills what is left of it. What it printed is
 * kept in {@code target/hosts/}.
 */
final class HostProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Path dataFolder;
  private final Path home;
  private final Client client;
  private final StringBuffer output = new StringBuffer();
  private final Thread reader;

  HostProcess(Process process, int port, Path dataFolder, Path home) {
    this.process = process;
    this.dataFolder = dataFolder;
    this.home = home;
    this.client = new Client(port);
    this.reader = new Thread(this::read, "host-output");
    reader.setDaemon(true);
    reader.start();
  }

  Client client() {
    return client;
  }

  Path dataFolder() {
    return dataFolder;
  }

  Path home() {
    return home;
  }

  /** Everything that the host has printed so far. */
  String output() {
    return output.toString();
  }

  /** Waits until the host wants work; fails at once when it has ended instead. */
  HostProcess awaitReady() {
    awaitTrue("the host is ready", () -> answers("/host/health/ready"));
    return this;
  }

  /** Waits for a condition for as long as the host lives. */
  void awaitTrue(String what, Condition condition) {
    awaitTrue(what, PATIENCE, condition);
  }

  void awaitTrue(String what, Duration patience, Condition condition) {
    await(what)
        .atMost(patience)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              if (!process.isAlive()) {
                fail("the host has ended with %d:%n%s", process.exitValue(), outputToTheEnd());
              }
              return condition.holds();
            });
  }

  /** Waits until a route answers something particular. */
  Answer awaitAnswer(String path, Predicate<Answer> wanted) {
    return await(path + " answers as expected")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> client.get(path), wanted);
  }

  Answer awaitStatus(String path, int status) {
    return awaitAnswer(path, answer -> answer.status() == status);
  }

  /** Something to wait for. */
  interface Condition {
    boolean holds() throws Exception;
  }

  /** Waits until the process has ended. */
  int awaitExit() {
    try {
      // ten times the 8 s that a stop may take
      if (!process.waitFor(80, TimeUnit.SECONDS)) {
        fail("the host has not ended:%n%s", output());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    outputToTheEnd();
    return process.exitValue();
  }

  /** The process that was started: the shell of {@code bin/backend-host}. */
  ProcessHandle shell() {
    return process.toHandle();
  }

  /** The JVM that serves now. */
  ProcessHandle jvm() {
    return await("a JVM runs")
        .atMost(PATIENCE)
        .until(this::findJvm, Optional::isPresent)
        .orElseThrow();
  }

  /** All processes below the shell. */
  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  /** Sends a signal to the shell, as a terminal or a service manager does. */
  void signal(String name) throws IOException {
    signal(name, shell());
  }

  static void signal(String name, ProcessHandle target) throws IOException {
    run("sh", "-c", "kill -" + name + " " + target.pid());
  }

  /** Runs a program that must succeed. */
  static String run(String... command) throws IOException {
    Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (program.waitFor() != 0) {
        fail("%s: %s", String.join(" ", command), printed);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return printed;
  }

  @Override
  public void close() {
    List<ProcessHandle> children = descendants();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    await("everything has ended")
        .atMost(PATIENCE)
        .until(() -> !process.isAlive() && children.stream().noneMatch(ProcessHandle::isAlive));
  }

  private Optional<ProcessHandle> findJvm() {
    return process
        .descendants()
        .filter(child -> child.info().command().map(c -> c.endsWith("/java")).orElse(false))
        .findFirst();
  }

  private boolean answers(String path) {
    try {
      return client.getWithoutKey(path).status() == 200;
    } catch (UncheckedIOException e) {
      return false; // nobody listens yet
    }
  }

  private String outputToTheEnd() {
    try {
      reader.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return output();
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        PrintWriter kept = new PrintWriter(Files.newBufferedWriter(file()), true)) {
      lines
          .lines()
          .forEach(
              line -> {
                output.append(line).append('\n');
                kept.println(line);
              });
    } catch (IOException | UncheckedIOException e) {
      output.append("(the output ended: ").append(e.getMessage()).append(")\n");
    }
  }

  private Path file() throws IOException {
    return Files.createDirectories(Path.of("target/hosts")).resolve(process.pid() + ".log");
  }
}
