package com.virtualpytest.host.serial.internal.log;

import com.virtualpytest.host.api.driver.SerialController.Gap;
import com.virtualpytest.host.api.driver.SerialController.Mark;
import com.virtualpytest.host.api.driver.SerialController.Output;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What a device has printed. One thread appends and is never held up by a reader; any number of
 * threads read, each at its own pace: the newest MiB from memory, more from disk. What is appended
 * goes to disk by a thread of this object; as long as the disk takes it, the one who appends waits
 * for it rather than lose something.
 */
public final class SerialLog implements AutoCloseable {
  private static final int RING = 1 << 20;
  private static final int MAX_GAPS = 1000;
  private static final int PIECE = 256 << 10;
  private static final long DISK_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long JOIN_MILLIS = 600;

  /** No line is that fast: a pseudo terminal or a network does it, and more is about to come. */
  private static final int BURST = 2048;

  private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long DISK_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Clock clock;
  private final Journal journal;
  private final Consumer<Boolean> whenDiskChanges;
  private final Thread writer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition stored = lock.newCondition();
  private final Condition toStore = lock.newCondition();

  // guarded by lock
  private final Ring ring;
  private final List<Gap> gaps;
  private final List<Gap> newGaps = new ArrayList<>();
  private long journaled;
  private boolean diskWorks = true;
  private boolean diskHangs;
  private int losses;
  private Instant lostAt;
  private String lostReason;
  private boolean closed;

  /**
   * Opens the log of a folder and continues its offsets.
   *
   * @param capacity bytes of output that are kept on disk
   * @param whenDiskChanges is told false when the log cannot be written to disk, true when it can
   *     again; from a thread of this object
   * @throws IOException the folder cannot be read or written
   */
  public SerialLog(
      Path folder, long capacity, String name, Clock clock, Consumer<Boolean> whenDiskChanges)
      throws IOException {
    this.clock = clock;
    this.whenDiskChanges = whenDiskChanges;
    this.journal = new Journal(folder, capacity, RING);
    this.gaps = new ArrayList<>(journal.gaps());
    this.ring = new Ring(RING, journal.next());
    this.journaled = journal.next();
    if (journal.ended() != null) {
      lostAt = journal.ended();
      lostReason = "The host did not listen";
    }
    writer = new Thread(null, this::store, name + "-log", 0, false);
    writer.setDaemon(true);
    writer.start();
  }

  /** Adds output. Returns at once, unless the disk is behind by all that memory holds. */
  public void append(byte[] bytes, int length) throws InterruptedException {
    int done = 0;
    while (done < length) {
      lock.lockInterruptibly();
      try {
        int count = Math.min(length - done, PIECE);
        awaitDisk(count);
        wakeWriter(count);
        ring.add(bytes, done, count);
        done += count;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private void awaitDisk(int count) throws InterruptedException {
    long left = diskHangs ? 0 : DISK_PATIENCE_NANOS;
    while (diskWorks && ring.end() + count - journaled > RING && left > 0) {
      left = stored.awaitNanos(left);
      diskHangs = left <= 0; // until it takes something again, it is not waited for
    }
  }

  /** For the first byte, and when there is enough for a large write: not for each piece. */
  private void wakeWriter(int count) {
    long before = ring.end() - journaled;
    if (before == 0 || (before < PIECE && before + count >= PIECE)) {
      toStore.signal();
    }
  }

  /** Nobody listens to the device any more: whoever waits for output learns it at once. */
  public void lost(String reason) {
    lock.lock();
    try {
      losses++;
      if (lostAt == null) {
        lostAt = clock.instant();
        lostReason = reason;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Somebody listens again. The gap is marked at the current end. */
  public void back() {
    lock.lock();
    try {
      if (lostAt != null) {
        Gap gap = new Gap(ring.end(), lostAt, clock.instant(), lostReason);
        gaps.add(gap);
        if (gaps.size() > MAX_GAPS) {
          gaps.remove(0);
        }
        newGaps.add(gap);
        lostAt = null;
        toStore.signal();
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** How often the device was lost so far. */
  public int losses() {
    lock.lock();
    try {
      return losses;
    } finally {
      lock.unlock();
    }
  }

  /** The offset of the byte that comes next. */
  public long end() {
    lock.lock();
    try {
      return ring.end();
    } finally {
      lock.unlock();
    }
  }

  /** The offset of the newest gap; 0 when there was none. */
  public long newestGap() {
    lock.lock();
    try {
      return gaps.isEmpty() ? 0 : gaps.get(gaps.size() - 1).offset();
    } finally {
      lock.unlock();
    }
  }

  /** The first offset that is kept. */
  public long oldest() {
    lock.lock();
    try {
      return Math.min(ring.start(), journal.oldest(ring.start()));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until there is more than {@code known}, the device is lost once more than {@code
   * knownLosses}, or the log is closed.
   *
   * @return false when nothing of that happened in time
   */
  public boolean await(long known, int knownLosses, Duration wait) throws InterruptedException {
    long left = wait.toNanos();
    lock.lockInterruptibly();
    try {
      while (ring.end() <= known && losses == knownLosses && !closed) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads as {@link com.virtualpytest.host.api.driver.SerialController#read} says.
   *
   * @throws IOException the log is closed
   */
  public Output read(long from, int max, Duration wait) throws IOException, InterruptedException {
    long wanted = Math.max(0, Math.min(from, end()));
    if (awaitMore(wanted, wait) >= BURST) {
      LockSupport.parkNanos(BURST_NANOS); // one large portion instead of many small ones
    }
    while (true) {
      lock.lockInterruptibly();
      try {
        if (wanted >= ring.start()) {
          return output(wanted, fromRing(wanted, max), from);
        }
      } finally {
        lock.unlock();
      }
      Journal.Piece piece = journal.read(wanted, max);
      if (piece != null && piece.offset() + piece.bytes().remaining() > wanted) {
        return output(piece.offset(), piece.bytes(), from);
      }
      // neither on disk nor in memory: what memory begins with comes next
      wanted = Math.max(wanted, start());
    }
  }

  /** How much came while this waited; 0 when it was there before. */
  private long awaitMore(long known, Duration wait) throws IOException, InterruptedException {
    long left = wait.toNanos();
    lock.lockInterruptibly();
    try {
      boolean there = ring.end() > known;
      while (ring.end() <= known && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (closed && ring.end() <= known) {
        throw new IOException("the log is closed");
      }
      return there ? 0 : ring.end() - known;
    } finally {
      lock.unlock();
    }
  }

  private ByteBuffer fromRing(long wanted, int max) {
    int count = (int) Math.min(max, ring.end() - wanted);
    byte[] bytes = new byte[count];
    ring.copy(wanted, bytes, count);
    return ByteBuffer.wrap(bytes);
  }

  private Output output(long offset, ByteBuffer bytes, long asked) {
    long missed = Math.max(0, offset - Math.max(0, asked));
    long to = offset + bytes.remaining();
    lock.lock();
    try {
      List<Gap> inside =
          gaps.stream().filter(gap -> gap.offset() >= offset && gap.offset() < to).toList();
      return new Output(offset, bytes, missed, inside);
    } finally {
      lock.unlock();
    }
  }

  /** When output came, as far as it is on disk. */
  public List<Mark> marks(long from, long to) throws IOException {
    return journal.marks(from, to);
  }

  private long start() {
    lock.lock();
    try {
      return ring.start();
    } finally {
      lock.unlock();
    }
  }

  // --- To disk --------------------------------------------------------------------------------

  private void store() {
    byte[] piece = new byte[PIECE];
    try {
      boolean more = true;
      while (more) {
        more = storeNext(piece);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // close() gave up waiting: what is left is not stored
    }
  }

  /** Stores what has come, and waits for it first. False at the end. */
  private boolean storeNext(byte[] piece) throws InterruptedException {
    long offset;
    int count;
    List<Gap> told;
    lock.lockInterruptibly();
    try {
      while (journaled == ring.end() && newGaps.isEmpty() && !closed) {
        toStore.await();
      }
      long left = GATHER_NANOS;
      while (ring.end() - journaled < PIECE && !closed && left > 0) {
        left = toStore.awaitNanos(left);
      }
      if (closed && (journaled == ring.end() || !diskWorks)) {
        return false;
      }
      offset = Math.max(journaled, ring.start());
      count = (int) Math.min(piece.length, ring.end() - offset);
      ring.copy(offset, piece, count);
      told = List.copyOf(newGaps);
    } finally {
      lock.unlock();
    }
    stored(offset, count, told, write(offset, piece, count, told));
    return true;
  }

  private boolean write(long offset, byte[] piece, int count, List<Gap> told) {
    try {
      for (Gap gap : told) {
        journal.write(gap);
      }
      if (count > 0) {
        journal.write(offset, piece, count, clock.instant());
      }
      return true;
    } catch (IOException e) {
      return false; // the owner is told; the same bytes are tried again while memory has them
    }
  }

  private void stored(long offset, int count, List<Gap> told, boolean works)
      throws InterruptedException {
    boolean tell;
    lock.lockInterruptibly();
    try {
      tell = works != diskWorks;
      diskWorks = works;
      diskHangs = false;
      if (works) {
        journaled = offset + count;
        newGaps.removeAll(told);
      }
      stored.signalAll();
      long pause = works ? 0 : DISK_RETRY_NANOS;
      while (pause > 0 && !closed) {
        pause = stored.awaitNanos(pause);
      }
    } finally {
      lock.unlock();
    }
    if (tell) {
      whenDiskChanges.accept(works);
    }
  }

  /** Ends the log: readers get what is left and then an end. What has come is on disk by then. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      changed.signalAll();
      toStore.signalAll();
      stored.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      writer.join(JOIN_MILLIS);
      if (writer.isAlive()) {
        writer.interrupt(); // the disk hangs: the next start leaves offsets out
        return;
      }
      journal.end(end(), clock.instant());
      journal.close();
    } catch (InterruptedException e) {
      writer.interrupt();
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      whenDiskChanges.accept(false); // the next start leaves offsets out instead
    }
  }
}
