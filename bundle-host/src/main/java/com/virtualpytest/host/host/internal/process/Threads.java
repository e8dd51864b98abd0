package com.virtualpytest.host.host.internal.process;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The supervisor's threads. After {@link #close} everything that is handed over is dropped: what
 * arrives then comes from processes whose end nobody waits for any more.
 */
final class Threads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Threads.class);

  private final ScheduledThreadPoolExecutor states;
  private final ExecutorService control;
  private final ExecutorService probes;
  private final ExecutorService events;

  Threads() {
    states = new ScheduledThreadPoolExecutor(1, named("process-states"));
    states.setRemoveOnCancelPolicy(true);
    control = single("process-control");
    events = single("process-events");
    // One attempt per process at a time, so there are never more threads than processes.
    probes =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            named("process-probe"));
  }

  /** Runs what belongs to the state machines, one after the other; must not block. */
  void states(Runnable task) {
    submit(states, task);
  }

  /** Runs something on the thread of the state machines, later. */
  ScheduledFuture<?> statesAfter(Duration delay, Runnable task) {
    try {
      return states.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      if (states.isShutdown()) {
        return null;
      }
      throw e;
    }
  }

  /**
   * Starts and signals programs. One thread that lives as long as the supervisor: children are told
   * to die with the thread that started them.
   */
  void control(Runnable task) {
    submit(control, task);
  }

  /** Asks probes; may block. */
  void probes(Runnable task) {
    submit(probes, task);
  }

  /** Tells listeners, one after the other. */
  void events(Runnable task) {
    submit(events, task);
  }

  /** Ends all threads; a listener that hangs is not waited for. */
  @Override
  public void close() {
    states.shutdownNow();
    probes.shutdownNow();
    control.shutdown();
    events.shutdown();
  }

  private static void submit(ExecutorService executor, Runnable task) {
    try {
      executor.execute(guarded(task));
    } catch (RejectedExecutionException e) {
      if (!executor.isShutdown()) {
        throw e;
      }
    }
  }

  /** A defect in one task must neither be silent nor end the thread. */
  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        LOG.error("Process supervision met a defect", e);
      }
    };
  }

  private static ExecutorService single(String name) {
    return new ThreadPoolExecutor(
        1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name));
  }

  private static ThreadFactory named(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      int number = count.incrementAndGet();
      Thread thread = new Thread(task, number == 1 ? name : name + "-" + number);
      thread.setDaemon(true);
      // Threads may be made by a call from a bundle that is replaced some day.
      thread.setContextClassLoader(Threads.class.getClassLoader());
      return thread;
    };
  }
}
