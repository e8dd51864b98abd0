package com.virtualpytest.host.launcher;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.BundleException;
import sun.misc.Signal;

/**
 * Ends the process, whoever asks for it: a signal, a bundle that wants a restart, or the framework
 * itself. The first to ask decides the exit code. A bundle whose {@code start} or {@code stop}
 * hangs holds the framework, which waits for its lock without end, and cannot hold the process:
 * after {@link #DEADLINE_MILLIS} it ends all the same. The controllers were closed before by then.
 */
final class Lifecycle {
  /** The promise is 8 s. */
  private static final long DEADLINE_MILLIS = 7_000;

  private final AtomicReference<ExitCode> wanted = new AtomicReference<>();
  private volatile HostFramework framework;
  private volatile ArchiveTraining training;
  private volatile MemoryFolder memory;

  /** SIGTERM and SIGINT stop the host with exit code 0; unhandled they would end it with 143. */
  void handleSignals() {
    for (String name : new String[] {"TERM", "INT", "HUP"}) {
      try {
        Signal.handle(new Signal(name), signal -> end(ExitCode.STOPPED));
      } catch (IllegalArgumentException e) {
        // taken by an option such as -Xrs: then the JVM's own handling is what the user asked for
      }
    }
  }

  /** Names the framework that has to be stopped before the process ends. */
  void framework(HostFramework started) {
    framework = started;
  }

  /** Names what must not outlive the process. */
  void training(ArchiveTraining begun) {
    training = begun;
  }

  /** Names what goes with the process: its memory would be lost to others. */
  void memory(MemoryFolder taken) {
    memory = taken;
  }

  /** Whether somebody asked for the end already. */
  boolean isEnding() {
    return wanted.get() != null;
  }

  /** Begins the end of the process and returns at once. */
  void end(ExitCode exitCode) {
    if (!wanted.compareAndSet(null, exitCode)) {
      return;
    }
    cancelTraining();
    thread("launcher-deadline", this::haltAfterDeadline);
    thread("launcher-stop", this::stopFramework);
  }

  /** Blocks until the framework has ended for whatever reason, then ends the process. */
  void awaitEnd() throws InterruptedException {
    boolean restart = framework.waitForStop(0);
    wanted.compareAndSet(null, restart ? ExitCode.RESTART : ExitCode.STOPPED);
    cancelTraining();
    if (memory != null) {
      memory.remove();
    }
    halt(wanted.get());
  }

  /** Ends the process without waiting for anybody. */
  static void halt(ExitCode exitCode) {
    System.out.flush();
    System.err.flush();
    // not System.exit: a shutdown hook of a bundle could hang
    Runtime.getRuntime().halt(exitCode.number());
  }

  /** The main thread waits for the framework and ends the process. */
  private void stopFramework() {
    HostFramework running = framework;
    if (running == null) {
      halt(wanted.get());
      return;
    }
    try {
      running.stop();
    } catch (BundleException e) {
      System.err.println("backend-host: the framework does not stop in order: " + e.getMessage());
    }
  }

  private void cancelTraining() {
    ArchiveTraining running = training;
    if (running != null) {
      running.cancel();
    }
  }

  private void haltAfterDeadline() {
    try {
      Thread.sleep(DEADLINE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    HostFramework running = framework;
    List<String> hanging = running == null ? List.of() : running.hanging();
    System.err.println(
        "backend-host: the bundles did not stop within "
            + DEADLINE_MILLIS / 1000
            + " s"
            + (hanging.isEmpty() ? "" : ", waiting for " + String.join(", ", hanging))
            + "; ending now");
    halt(wanted.get());
  }

  private static void thread(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }
}
