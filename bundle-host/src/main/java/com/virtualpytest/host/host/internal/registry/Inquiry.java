package com.virtualpytest.host.host.internal.registry;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A question to a driver that should be answered at once, and may hang all the same. At most one
 * thread waits in the driver, however often is asked. Safe for all threads; never blocks.
 */
final class Inquiry<T> {

  private final Supplier<T> question;
  private final Executor executor;
  private final ScheduledExecutorService timer;
  private final Duration limit;

  // guarded by this
  private CompletableFuture<T> answer;
  private boolean late;

  Inquiry(Supplier<T> question, Executor executor, ScheduledExecutorService timer, Duration limit) {
    this.question = question;
    this.executor = executor;
    this.timer = timer;
    this.limit = limit;
  }

  /** The answer; fails with what the question throws, or with a {@link TimeoutException}. */
  CompletableFuture<T> ask() {
    CompletableFuture<T> mine;
    synchronized (this) {
      if (answer != null && late) {
        return CompletableFuture.failedFuture(new TimeoutException());
      }
      if (answer == null) {
        CompletableFuture<T> begun = CompletableFuture.supplyAsync(question, executor);
        answer = begun;
        mine = begun.copy();
        begun.whenComplete((value, error) -> forget(begun));
      } else {
        mine = answer.copy();
      }
    }
    return limited(mine);
  }

  private CompletableFuture<T> limited(CompletableFuture<T> asked) {
    ScheduledFuture<?> alarm =
        timer.schedule(() -> giveUp(asked), limit.toMillis(), TimeUnit.MILLISECONDS);
    asked.whenComplete((value, error) -> alarm.cancel(false));
    return asked;
  }

  private void giveUp(CompletableFuture<T> asked) {
    if (asked.completeExceptionally(new TimeoutException())) {
      synchronized (this) {
        late = answer != null;
      }
    }
  }

  private synchronized void forget(CompletableFuture<T> done) {
    if (answer == done) {
      answer = null;
      late = false;
    }
  }
}
