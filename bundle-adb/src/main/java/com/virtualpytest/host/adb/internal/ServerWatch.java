package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.adb.internal.client.AdbClient;
import com.virtualpytest.host.adb.internal.client.AdbClient.Tracking;
import com.virtualpytest.host.adb.internal.client.AdbException;
import com.virtualpytest.host.adb.internal.client.AdbException.Kind;
import com.virtualpytest.host.adb.internal.client.Deadline;
import java.time.Duration;
import org.osgi.service.log.Logger;

/**
 * Holds one connection to the adb server, so that its end and every change are known at once, and
 * asks it all the time whether it still answers.
 */
final class ServerWatch {
  private static final Duration ASK = Duration.ofMillis(500);

  /**
   * A server that does not answer within the first is lost; not within the second either, silent.
   */
  private static final Duration ANSWER = Duration.ofSeconds(1);

  private static final Duration SECOND_ANSWER = Duration.ofSeconds(2);
  private static final Duration OPEN = Duration.ofSeconds(5);
  private static final long FIRST_PAUSE = 100;
  private static final long LAST_PAUSE = 1000;

  private final AdbClient client;
  private final Listener listener;
  private final Logger logger;
  private final Thread thread;

  // guarded by this
  private long losses;
  private boolean answers;
  private boolean stopped;

  /** What the watch sees; told in its thread. */
  interface Listener {
    /** The server has just answered. */
    void answers();

    /** Nobody takes connections. */
    void isDown();

    /** Connections are taken, and nothing is answered for seconds. */
    void isSilent();

    /** There is news of the server or of its devices. */
    void changed();
  }

  ServerWatch(AdbClient client, Listener listener, Logger logger) {
    this.client = client;
    this.listener = listener;
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

  /**
   * Whether there are more losses than {@code before}, or the server does not answer now, or either
   * will be so within this time.
   */
  synchronized boolean awaitLoss(long before, Duration within) throws InterruptedException {
    long end = System.nanoTime() + within.toNanos();
    long left = within.toNanos();
    while (losses == before && answers && left > 0) {
      wait(left / 1_000_000 + 1);
      left = end - System.nanoTime();
    }
    return losses != before || !answers;
  }

  private void run() {
    long pause = FIRST_PAUSE;
    boolean told = false;
    try {
      while (!isStopped()) {
        try (Tracking tracking = client.track(Deadline.in(OPEN))) {
          found();
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
            listener.isDown();
          } else if (e.kind() == Kind.DEADLINE) {
            listener.isSilent();
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
      if (tracking.within(ASK)) {
        tracking.next();
        listener.changed();
      } else {
        ask();
        listener.answers();
      }
    }
  }

  private void ask() throws AdbException, InterruptedException {
    try {
      client.version(Deadline.in(ANSWER));
    } catch (AdbException e) {
      if (e.kind() != Kind.DEADLINE) {
        throw e;
      }
      lost();
      client.version(Deadline.in(SECOND_ANSWER));
      found();
    }
  }

  private synchronized void found() {
    answers = true;
  }

  private void lost() {
    synchronized (this) {
      losses++;
      answers = false;
      notifyAll();
    }
    listener.changed();
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
