package com.virtualpytest.host.host.internal.http;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Threads that bring what happens to those who watch it as server-sent events, one for each: a
 * client that takes nothing holds up its own only.
 */
@Component(service = Watchers.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class Watchers {
  private static final int LIMIT = 256;
  private static final long IDLE_SECONDS = 10;

  private final AtomicInteger count = new AtomicInteger();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0, LIMIT, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), this::thread);

  /**
   * Runs the work of one watcher in a thread of its own; it is interrupted when the host stops.
   *
   * @throws ApiException {@code UNAVAILABLE}: too many watch already
   */
  public void start(Runnable work) {
    try {
      threads.execute(work);
    } catch (RejectedExecutionException e) {
      throw new ApiException(
          ErrorCode.UNAVAILABLE,
          "Too many watch this host",
          "It serves " + LIMIT + " at a time",
          null);
    }
  }

  @Deactivate
  void stop() {
    threads.shutdownNow();
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(null, task, "watcher-" + count.incrementAndGet(), 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(Watchers.class.getClassLoader());
    return thread;
  }
}
