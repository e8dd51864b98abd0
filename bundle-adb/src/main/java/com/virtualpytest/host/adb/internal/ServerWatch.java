package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.adb.internal.client.AdbClient;
import com.virtualpytest.host.adb.internal.client.AdbClient.Tracking;
import com.virtualpytest.host.adb.internal.client.AdbException;
import com.virtualpytest.host.adb.internal.client.AdbException.Kind;
import com.virtualpytest.host.adb.internal.client.Deadline;
import java.time.Duration;
import java.util.function.Consumer;
import org.osgi.service.log.Logger;

/** Holds one connection to the adb server, so that its end and every change are known at once. */
final class ServerWatch {
  private static final Duration OPEN = Duration.ofSeconds(5);
  private static final long FIRST_PAUSE = 100;
  private static final long LAST_PAUSE = 1000;

  private final AdbClient client;
  private final Runnable ensure;
  private final Consumer<Boolean> changed;
  private final Logger logger;
  private final Thread thread;

  // guarded by this
  private long losses;
  private boolean stopped;

  /**
   * @param ensure is called while nobody answers
   * @param changed is told, in the watch's thread, that something changed, and whether the server
   *     answers
   */
  ServerWatch(AdbClient client, Runnable ensure, Consumer<Boolean> changed, Logger logger) {
    this.client = client;
    this.ensure = ensure;
    this.changed = changed;
    this.logger = logger;
    this.thread = new Thread(null, this::run, "adb-server-watch", 0, false);
    thread.setDaemon(true);
    // this object's own loader, which ends with it; not that of whoever opens a device
    thread.setContextClassLoader(null);
  }

  void start() {
    thread.start();
  }

  /** Ends the thread, and waits a little for that. */
  void stop() {
    synchronized (this) {
      stopped = true;
      notifyAll();
    }
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(1).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized long losses() {
    return losses;
  }

  /** Whether there are more losses than {@code before}, or there will be within this time. */
  synchronized boolean awaitLoss(long before, Duration within) throws InterruptedException {
    long end = System.nanoTime() + within.toNanos();
    long left = within.toNanos();
    while (losses == before && left > 0) {
      wait(left / 1_000_000 + 1);
      left = end - System.nanoTime();
    }
    return losses != before;
  }

  private void run() {
    long pause = FIRST_PAUSE;
    boolean told = false;
    try {
      while (!isStopped()) {
        try (Tracking tracking = client.track(Deadline.in(OPEN))) {
          logger.info("The adb server answers");
          told = false;
          pause = FIRST_PAUSE;
          follow(tracking);
        } catch (AdbException e) {
          if (!told) {
            logger.info("The adb server does not answer: {}", e.getMessage());
            told = true;
          }
          lost();
          if (e.kind() == Kind.SERVER_DOWN) {
            ensure.run();
          }
        }
        pause(pause);
        pause = Math.min(LAST_PAUSE, pause * 2);
      }
    } catch (InterruptedException e) {
      logger.debug("The adb server is no longer watched");
    } catch (RuntimeException e) {
      logger.error("The adb server is no longer watched", e);
    }
  }

  private void follow(Tracking tracking) throws AdbException, InterruptedException {
    while (!isStopped()) {
      tracking.next();
      changed.accept(true);
    }
  }

  private void lost() {
    synchronized (this) {
      losses++;
      notifyAll();
    }
    changed.accept(false);
  }

  private synchronized void pause(long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    long left = millis;
    while (!stopped && left > 0) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
  }

  private synchronized boolean isStopped() {
    return stopped;
  }
}
