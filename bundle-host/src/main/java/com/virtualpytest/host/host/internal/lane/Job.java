package com.virtualpytest.host.host.internal.lane;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * Something that a lane runs. Whoever completes its future first decides the result: the work
 * itself, the deadline, the caller's cancel, or the lane's end. When it was not the work, the work
 * is interrupted if it runs, and never begun if it waits.
 */
final class Job<T> implements Runnable {

  /** How a failure becomes a result, or the exception to complete with. */
  interface FailureMapper<T> {
    T map(Throwable failure) throws Exception;
  }

  final String name;
  final CompletableFuture<T> future = new CompletableFuture<>();
  private final Lane lane;
  private final Callable<T> work;
  private final FailureMapper<T> failures;

  // guarded by this
  private Thread runner;
  private long startedAt;
  private long abandonedAt;

  Job(Lane lane, String name, Callable<T> work, FailureMapper<T> failures) {
    this.lane = lane;
    this.name = name;
    this.work = work;
    this.failures = failures;
  }

  @Override
  public void run() {
    lane.runNext();
    runNow();
  }

  /** Runs this one alone. */
  void runNow() {
    if (!begin()) {
      return;
    }
    T value = null;
    Throwable failure = null;
    try {
      value = work.call();
    } catch (Throwable t) {
      // drivers are strangers: a linkage error in one must not end the lane
      failure = t;
    }
    end();
    if (failure == null) {
      future.complete(value);
    } else {
      fail(failure);
    }
  }

  void fail(Throwable failure) {
    if (future.isDone()) {
      return;
    }
    try {
      future.complete(failures.map(failure));
    } catch (Throwable mapped) {
      future.completeExceptionally(mapped);
    }
  }

  /** Called when the future is complete, by whomever. */
  synchronized void settled() {
    if (runner != null) {
      abandonedAt = System.nanoTime();
      runner.interrupt();
    }
  }

  synchronized boolean waiting() {
    return startedAt == 0;
  }

  synchronized Duration runningFor() {
    return runner == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - startedAt);
  }

  /** Since when it runs on although nobody wants its result; zero when that is not so. */
  synchronized Duration abandonedFor() {
    return runner == null || abandonedAt == 0
        ? Duration.ZERO
        : Duration.ofNanos(System.nanoTime() - abandonedAt);
  }

  private synchronized boolean begin() {
    if (future.isDone()) {
      return false;
    }
    runner = Thread.currentThread();
    startedAt = System.nanoTime();
    lane.running(this);
    return true;
  }

  private synchronized void end() {
    runner = null;
    lane.running(null);
    // an interruption that came late must not hit the next job
    Thread.interrupted();
    Thread.currentThread().setContextClassLoader(Lane.class.getClassLoader());
  }
}
