package com.virtualpytest.host.host.internal.process;

import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.process.ManagedProcess;
import com.virtualpytest.host.api.process.Probe;
import com.virtualpytest.host.api.process.ProcessDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A supervisor with short times and real programs. */
abstract class SupervisorFixture {
  static final Duration SOON = Duration.ofSeconds(20);

  /** Short times; a life of 1 s is a long one. */
  static final Timing QUICK =
      new Timing(
          Duration.ofMillis(500),
          Duration.ofMillis(20),
          Duration.ofMillis(50),
          Duration.ofMillis(30),
          3,
          Duration.ofMillis(600),
          Duration.ofMillis(100),
          Duration.ofMillis(400),
          5,
          Duration.ofMillis(20),
          Duration.ofMillis(100),
          Duration.ofMillis(150),
          Duration.ofMillis(200),
          Duration.ofMillis(4500),
          200);

  @TempDir Path folder;
  final Queue<Change> changes = new ConcurrentLinkedQueue<>();
  Supervisor supervisor;
  OwnedProcesses mine;

  @BeforeEach
  void open() {
    open(QUICK);
  }

  void open(Timing timing) {
    Map<String, String> environment = Map.of("PATH", System.getenv("PATH"), "HOME", "/tmp");
    supervisor = new Supervisor(timing, environment, folder, changes::add);
    mine = supervisor.of("bundle.test", "");
  }

  @AfterEach
  void close() {
    supervisor.close();
  }

  /** A shell script as a process. */
  static ProcessDescription sh(String name, String script) {
    return ProcessDescription.of(name, "sh", "-c", script).stopWithin(Duration.ofSeconds(2));
  }

  /** A shell script that is ready when it has printed "up". */
  static ProcessDescription up(String name, String script) {
    return sh(name, script).readyWhen(new Probe.Output("^up$"), SOON);
  }

  /** A program that is ready at once and lives on. */
  static ProcessDescription sleeper(String name) {
    return up(name, "echo up; exec sleep 600");
  }

  static void awaitState(ManagedProcess process, State state) {
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> process.status().status().state() == state);
  }

  static long awaitReady(ManagedProcess process) {
    awaitState(process, State.READY);
    return process.status().pid();
  }

  /** Ready with another process than that one. */
  static long awaitReadyAgain(ManagedProcess process, long before) {
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(5))
        .until(
            () ->
                process.status().status().state() == State.READY
                    && process.status().pid() != before);
    return process.status().pid();
  }

  static void awaitDead(long pid) {
    await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(() -> !alive(pid));
  }

  static void kill(long pid) {
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
  }

  /** A number that a script wrote into a file. */
  long awaitNumber(String file) {
    Path path = folder.resolve(file);
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> Files.exists(path) && Files.readString(path).endsWith("\n"));
    try {
      return Long.parseLong(Files.readString(path).trim());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** True for a process that is there and no zombie. */
  static boolean alive(long pid) {
    return state(pid) != 'Z' && state(pid) != ' ';
  }

  /** The state letter of the kernel; blank when there is no such process. */
  static char state(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return ' ';
    }
  }

  List<State> statesOf(String name) {
    return changes.stream()
        .filter(change -> change.now().name().equals(name))
        .map(change -> change.now().status().state())
        .toList();
  }
}
