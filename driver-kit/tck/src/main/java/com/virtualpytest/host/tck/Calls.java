package com.virtualpytest.host.tck;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls the driver in threads of one thread group. A thread belongs to the group of the one that
 * made it, so whatever is alive in the group was started by the driver.
 */
final class Calls {
  private static final List<String> OF_THE_JVM =
      List.of("ForkJoinPool.commonPool", "CompletableFutureDelayScheduler", "process reaper");

  private final ThreadGroup group = new ThreadGroup("driver");

  /** Something that a driver was asked. */
  final class Call<T> {
    private final FutureTask<T> task;
    private final Thread thread;

    private Call(String what, Callable<T> work) {
      task = new FutureTask<>(work);
      thread = new Thread(group, task, "tck " + what);
      thread.setDaemon(true);
      thread.start();
    }

    void interrupt() {
      thread.interrupt();
    }

    boolean done() {
      return task.isDone();
    }

    /** Waits for its end; false when it did not come within the limit. */
    boolean awaitDone(Duration limit) {
      try {
        thread.join(limit.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return task.isDone();
    }

    /**
     * Its result.
     *
     * @param change what the author has to change when it does not come within the limit
     */
    T within(Duration limit, String change) throws Exception {
      try {
        T result = task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        thread.join();
        return result;
      } catch (TimeoutException e) {
        String where = stack(thread);
        thread.interrupt();
        throw Findings.failure(
            thread.getName().substring(4) + " had not returned after " + limit + "; it was" + where,
            change);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Exception cause) {
          throw cause;
        }
        throw (Error) e.getCause();
      }
    }
  }

  <T> Call<T> begin(String what, Callable<T> work) {
    return new Call<>(what, work);
  }

  <T> T call(String what, Duration limit, String change, Callable<T> work) throws Exception {
    return begin(what, work).within(limit, change);
  }

  ThreadGroup group() {
    return group;
  }

  /** What the driver has started and not ended. */
  List<Thread> threads() {
    Thread[] found = new Thread[group.activeCount() + 64];
    List<Thread> alive = new ArrayList<>();
    int count = group.enumerate(found, true);
    for (Thread thread : Arrays.asList(found).subList(0, count)) {
      if (thread.isAlive() && OF_THE_JVM.stream().noneMatch(thread.getName()::startsWith)) {
        alive.add(thread);
      }
    }
    return alive;
  }

  /** Names of threads and where they are. */
  static String describe(List<Thread> threads) {
    StringBuilder text = new StringBuilder();
    threads.forEach(
        thread -> text.append('"').append(thread.getName()).append('"').append(stack(thread)));
    return text.toString();
  }

  private static String stack(Thread thread) {
    StringBuilder text = new StringBuilder();
    StackTraceElement[] frames = thread.getStackTrace();
    for (int i = 0; i < Math.min(frames.length, 12); i++) {
      text.append("%n          at %s".formatted(frames[i]));
    }
    return text.append("%n".formatted()).toString();
  }
}
