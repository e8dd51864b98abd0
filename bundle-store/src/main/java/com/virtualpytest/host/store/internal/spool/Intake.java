package com.virtualpytest.host.store.internal.spool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes rows from anybody, at once, and puts them on disk in a thread of its own. When the disk
 * does not keep up, or is full, rows wait here; when too many do, the next are given up and
 * counted.
 */
public final class Intake implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
  private static final int CAPACITY = 2000;
  private static final int MOST = 500;

  /** Rows that come within this time are written to disk at once. */
  private static final long GATHER_MILLIS = 10;

  private static final long RETRY_MILLIS = 1000;
  private static final long FORCE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long END_MILLIS = 3000;

  /** Wakes the thread; is no row. */
  private static final Row END = new Row(Row.Kind.EVENT, "", Map.of());

  private final ArrayBlockingQueue<Row> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong lost = new AtomicLong();
  private final Spools spools;
  private final Runnable added;
  private final Thread thread = new Thread(this::run, "store-spool");

  // used by the thread alone
  private long forcedAt;
  private boolean failing;

  private final CountDownLatch closing = new CountDownLatch(1);

  /** Rows that were taken and are not on disk yet. */
  private final AtomicLong waiting = new AtomicLong();

  /**
   * @param added called after rows were put on disk
   */
  public Intake(Spools spools, Runnable added) {
    this.spools = spools;
    this.added = added;
    thread.setDaemon(true);
    thread.start();
  }

  /** Takes a row. Never waits. */
  public void add(Row row) {
    waiting.incrementAndGet();
    if (queue.offer(row)) {
      return;
    }
    waiting.decrementAndGet();
    if (lost.incrementAndGet() == 1) {
      LOG.error("The disk does not take what the store has to write: rows are given up");
    }
  }

  /** Rows that are not on disk yet. */
  public long waiting() {
    return waiting.get();
  }

  /** Rows that were given up. */
  public long lost() {
    return lost.get();
  }

  /** Puts on disk what has come so far, within 3 s. */
  @Override
  public void close() {
    closing.countDown();
    // not interrupted: that would close the file under its hands
    if (!queue.offer(END)) {
      LOG.trace("A full queue wakes the thread as well");
    }
    try {
      thread.join(END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<Row> rows = new ArrayList<>();
    while (!closing() || !queue.isEmpty()) {
      try {
        take(rows);
        boolean written = write(rows);
        if (written) {
          waiting.addAndGet(-rows.size());
          rows.clear();
          added.run();
        } else if (closing()) {
          return;
        } else {
          var unused = closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
      } catch (InterruptedException e) {
        LOG.trace("The store ends", e);
      }
    }
  }

  private void take(List<Row> rows) throws InterruptedException {
    if (!rows.isEmpty()) {
      return;
    }
    if (!closing()) {
      rows.add(queue.take());
      var unused = closing.await(GATHER_MILLIS, TimeUnit.MILLISECONDS);
    }
    queue.drainTo(rows, MOST - rows.size());
    rows.remove(END);
  }

  private boolean closing() {
    return closing.getCount() == 0;
  }

  private boolean write(List<Row> rows) {
    try {
      spools.append(rows);
      if (System.nanoTime() - forcedAt > FORCE_NANOS) {
        spools.force();
        forcedAt = System.nanoTime();
      }
      if (failing) {
        failing = false;
        LOG.info("The store can write to HOST_DATA_DIR again");
      }
      return true;
    } catch (IOException e) {
      if (!failing) {
        failing = true;
        LOG.error("The store cannot write to HOST_DATA_DIR");
        LOG.debug("The spool", e);
      }
      return false;
    } catch (RuntimeException e) {
      LOG.error("Rows of the store cannot be written; they are given up", e);
      lost.addAndGet(rows.size());
      return true;
    }
  }
}
