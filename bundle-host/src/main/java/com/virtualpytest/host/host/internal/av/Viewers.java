package com.virtualpytest.host.host.internal.av;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that bring pictures to those who look, one for each: who is slow holds up nobody. */
final class Viewers implements AutoCloseable {
  private static final int LIMIT = 128;

  private final AtomicInteger count = new AtomicInteger();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0, LIMIT, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), this::thread);

  /**
   * Runs the work of one viewer.
   *
   * @throws ApiException {@code UNAVAILABLE}: too many look already
   */
  void start(Runnable work) {
    try {
      threads.execute(work);
    } catch (RejectedExecutionException e) {
      throw new ApiException(
          ErrorCode.UNAVAILABLE, "Too many look at this host's pictures", null, null);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(null, task, "viewer-" + count.incrementAndGet(), 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(Viewers.class.getClassLoader());
    return thread;
  }
}
