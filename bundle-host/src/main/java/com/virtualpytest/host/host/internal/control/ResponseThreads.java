package com.virtualpytest.host.host.internal.control;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Threads that write answers which came later. Lanes and timers complete futures; they must not be
 * held up by a slow client.
 */
@Component(service = ResponseThreads.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class ResponseThreads {

  private static final int THREADS = 8;

  private final AtomicInteger count = new AtomicInteger();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::thread);

  public ResponseThreads() {
    threads.allowCoreThreadTimeOut(true);
  }

  /** The same future as an answer for JAX-RS: made and written in a thread of this pool. */
  public <T, R> CompletionStage<R> answer(CompletableFuture<T> result, Function<T, R> answer) {
    return result.thenApplyAsync(answer, threads);
  }

  /** A value after a pause, in a thread of this pool. */
  public <T> CompletionStage<T> later(T value, Duration pause) {
    return CompletableFuture.supplyAsync(
        () -> value,
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, threads));
  }

  /** Ends the threads once they have written what they have. */
  @Deactivate
  public void stop() {
    threads.shutdown();
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(null, task, "response-" + count.incrementAndGet(), 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(ResponseThreads.class.getClassLoader());
    return thread;
  }
}
