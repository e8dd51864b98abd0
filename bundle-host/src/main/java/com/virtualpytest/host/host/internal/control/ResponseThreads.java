package com.virtualpytest.host.host.internal.control;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Threads that write answers which came later. Lanes and timers complete futures; they must not be
 * held up by a slow client.
 *
 * <p>What is there soon is written by the thread that brought the request: it waits that long,
 * which spares two changes of threads and half of the work of an answer that comes later.
 */
@Component(service = ResponseThreads.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class ResponseThreads {

  /** A press of a key takes less. */
  private static final long SOON_MILLIS = 40;

  /** A quarter of the threads for requests: the others are there for who does not wait. */
  private static final int MOST_WAITING = 16;

  private final Semaphore places = new Semaphore(MOST_WAITING);
  private final AtomicInteger count = new AtomicInteger();

  /**
   * As many as there are answers being written, which the limit of connections bounds: a client
   * that reads slowly holds up nobody else's answer. The thread that was busy last comes first.
   */
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0, Integer.MAX_VALUE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), this::thread);

  /**
   * The same future as an answer for JAX-RS: made and written in the calling thread when it is
   * there soon, else in a thread of this pool. To be called by threads that serve requests.
   */
  public <T, R> CompletionStage<R> answer(CompletableFuture<T> result, Function<T, R> answer) {
    return isSoonDone(result) ? result.thenApply(answer) : result.thenApplyAsync(answer, threads);
  }

  private boolean isSoonDone(CompletableFuture<?> result) {
    if (result.isDone() || !places.tryAcquire()) {
      return result.isDone();
    }
    try {
      result.get(SOON_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server stops
      return false;
    } catch (ExecutionException | CancellationException e) {
      return true;
    } finally {
      places.release();
    }
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
