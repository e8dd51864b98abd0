package com.virtualpytest.host.host.internal.control;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.SynchronousQueue;
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

  private final AtomicInteger count = new AtomicInteger();

  /**
   * As many as there are answers being written, which the limit of connections bounds: a client
   * that reads slowly holds up nobody else's answer. The thread that was busy last comes first.
   */
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0, Integer.MAX_VALUE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), this::thread);

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
