package com.virtualpytest.host.store.internal;

import com.virtualpytest.host.store.internal.database.Writer;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that writes. It begins when the host serves. */
final class WriterThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WriterThread.class);
  private static final Duration STARTING = Duration.ofMillis(250);

  private static final Duration AFTER_FAULT = Duration.ofSeconds(5);
  private static final long END_MILLIS = 2000;

  private final Writer writer;
  private final Duration gathering;
  private final BooleanSupplier begin;
  private final Thread thread = new Thread(this::run, "store-writer");
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();

  // guarded by lock
  private boolean rows;
  private boolean closing;

  /**
   * @param gathering rows that come within this time go into one transaction
   * @param begin asked until it says yes
   */
  WriterThread(Writer writer, Duration gathering, BooleanSupplier begin) {
    this.writer = writer;
    this.gathering = gathering;
    this.begin = begin;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** There are rows to write. */
  void rowsAdded() {
    lock.lock();
    try {
      if (!rows) {
        rows = true;
        news.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Writes what is there if that takes no time, and ends; returns within 2 s. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!begin.getAsBoolean()) {
        if (await(STARTING, false)) {
          return;
        }
      }
      Writer.Pause pause = step();
      while (true) {
        boolean end = await(pause.length(), pause.orRows());
        if (end && !pause.orRows()) {
          return; // the database is away; the rows are on disk
        }
        if (!end && pause.orRows() && !pause.length().isZero()) {
          end = await(gathering, false);
        }
        pause = step();
        if (end && !pause.length().isZero()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      LOG.trace("The store ends", e);
    }
  }

  private Writer.Pause step() {
    try {
      return writer.step();
    } catch (RuntimeException | LinkageError e) {
      LOG.error("The store failed unexpectedly; it goes on", e);
      return new Writer.Pause(AFTER_FAULT, false);
    }
  }

  /** True when this is the end. */
  private boolean await(Duration longest, boolean orRows) throws InterruptedException {
    long left = longest.toNanos();
    lock.lock();
    try {
      while (left > 0 && !closing && !(orRows && rows)) {
        left = news.awaitNanos(left);
      }
      if (orRows) {
        rows = false;
      }
      return closing;
    } finally {
      lock.unlock();
    }
  }
}
