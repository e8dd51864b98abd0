package com.virtualpytest.host.serial.internal;

import com.virtualpytest.host.serial.internal.log.SerialLog;
import com.virtualpytest.host.serial.internal.port.Arrival;
import com.virtualpytest.host.serial.internal.port.AskedLines;
import com.virtualpytest.host.serial.internal.port.LineSettings;
import com.virtualpytest.host.serial.internal.port.Port;
import com.virtualpytest.host.serial.internal.port.PortAddress;
import com.virtualpytest.host.serial.internal.port.PortException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.service.log.Logger;

/**
 * Keeps a port open for as long as it can be, reads all that comes into the log, and writes what it
 * is given, piece after piece. One thread reads and reopens, one writes: a device that takes
 * nothing never holds up reading.
 */
final class Console implements AutoCloseable {
  private static final int READ_BYTES = 64 * 1024;
  private static final int WAITING_WRITES = 64;
  private static final long JOIN_MILLIS = 400;
  private static final long STEADY_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Learns how the port is. Called from the reading thread; must not block. */
  interface Observer {
    /** It is open. */
    void open();

    /**
     * It is not, and is tried again.
     *
     * @param detail what is the case
     * @param hint what a person can do; null when nothing
     */
    void offline(String detail, String hint);
  }

  /** Bytes on their way. */
  private static final class Write {
    final byte[] bytes;
    final CompletableFuture<Void> done = new CompletableFuture<>();

    Write(byte[] bytes) {
      this.bytes = bytes;
    }
  }

  private final PortAddress address;
  private final SerialLog log;
  private final Observer observer;
  private final Logger logger;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final BlockingQueue<Write> writes = new ArrayBlockingQueue<>(WAITING_WRITES);
  private final Thread reader;
  private final Thread writer;
  private volatile LineSettings settings;
  private volatile AskedLines lines;
  private volatile Port port;

  // of the reading thread
  private boolean flaps;
  private boolean steady;

  Console(
      String name,
      PortAddress address,
      LineSettings settings,
      AskedLines lines,
      SerialLog log,
      Observer observer,
      Logger logger) {
    this.address = address;
    this.settings = settings;
    this.lines = lines;
    this.log = log;
    this.observer = observer;
    this.logger = logger;
    this.reader = thread(name + "-read", this::keepOpen);
    this.writer = thread(name + "-write", this::keepWriting);
  }

  private static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(null, work, name, 0, false);
    thread.setDaemon(true);
    return thread;
  }

  void start() {
    reader.start();
    writer.start();
  }

  // --- Reading ----------------------------------------------------------------------------------

  private void keepOpen() {
    Arrival arrival = new Arrival(address, closed);
    try {
      while (closed.getCount() > 0) {
        openOnce(arrival);
        if (closed.getCount() > 0) {
          arrival.await();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // close() wants the end
    }
  }

  private void openOnce(Arrival arrival) throws InterruptedException {
    boolean opened = false;
    try (Port now = address.open(settings, lines)) {
      opened = true;
      port = now;
      read(now, arrival);
    } catch (PortException e) {
      flaps = opened && !steady && !(address instanceof PortAddress.Local);
      gone(
          opened,
          flaps ? address + " ends each connection at once" : e.getMessage(),
          flaps ? "Look whether the console server takes another client" : e.hint());
    } catch (RuntimeException e) {
      logger.error("The console met a defect; it is opened again", e);
      flaps = false;
      gone(opened, address + " was closed by a defect of the driver", "The log of the host has it");
    } finally {
      port = null;
    }
  }

  private void gone(boolean opened, String detail, String hint) {
    port = null;
    if (closed.getCount() > 0) {
      observer.offline(detail, hint);
    }
    if (opened) {
      log.lost(detail); // whom this wakes up sees the state already
    }
  }

  /** A port that was lost at once the last time is called open when it has been so for a while. */
  private void read(Port from, Arrival arrival) throws PortException, InterruptedException {
    byte[] buffer = new byte[READ_BYTES];
    long steadyAt = System.nanoTime() + STEADY_NANOS;
    steady = false;
    if (!flaps) {
      log.back();
      observer.open();
    }
    while (closed.getCount() > 0) {
      int count = from.read(buffer);
      if (count > 0 && flaps) {
        log.back();
      }
      log.append(buffer, count);
      if (!steady && System.nanoTime() - steadyAt > 0) {
        steady(arrival);
      }
    }
  }

  private void steady(Arrival arrival) {
    steady = true;
    arrival.reset();
    if (flaps) {
      flaps = false;
      log.back();
      observer.open();
    }
  }

  // --- Writing ----------------------------------------------------------------------------------

  /**
   * Writes bytes behind those that wait, and returns when the port has taken them.
   *
   * @throws PortException the port is not open, or was lost meanwhile
   * @throws IOException the port takes nothing
   */
  void write(byte[] bytes, Duration limit) throws IOException, InterruptedException {
    if (bytes.length == 0) {
      return;
    }
    Write write = new Write(bytes);
    port(); // whether there is one
    long until = System.nanoTime() + limit.toNanos();
    try {
      if (!writes.offer(write, limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw stalled();
      }
      write.done.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw stalled();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof PortException cause
          ? new PortException(cause.getMessage(), cause.hint())
          : new IOException("writing failed", e);
    } finally {
      write.done.cancel(false); // what has not begun is not written any more
    }
  }

  private static IOException stalled() {
    return new IOException("the port takes nothing");
  }

  private void keepWriting() {
    try {
      while (closed.getCount() > 0) {
        write(writes.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // close() wants the end
    }
  }

  private void write(Write write) {
    if (write.done.isDone()) {
      return;
    }
    try {
      Port now = port();
      now.write(write.bytes, 0, write.bytes.length);
      write.done.complete(null);
    } catch (PortException e) {
      write.done.completeExceptionally(e);
    } catch (RuntimeException e) {
      logger.error("The console met a defect; it goes on", e);
      write.done.completeExceptionally(e);
    }
  }

  // --- The line ---------------------------------------------------------------------------------

  /**
   * The open port.
   *
   * @throws PortException there is none now
   */
  Port port() throws PortException {
    Port now = port;
    if (now == null) {
      throw new PortException(address + " is not open", "POST /host/serial/getStatus says why");
    }
    return now;
  }

  boolean isOpen() {
    return port != null;
  }

  PortAddress address() {
    return address;
  }

  LineSettings settings() {
    return settings;
  }

  /** Sets the line, until the controller is closed: a port that comes back is set like that. */
  void apply(LineSettings next) throws IOException {
    port().apply(next);
    settings = next;
  }

  /** Sets DTR and RTS; null leaves one as it is. A port that comes back is set like that. */
  void setLines(Boolean dtr, Boolean rts) throws IOException {
    port().setLines(dtr, rts);
    lines = lines.with(dtr, rts);
  }

  /** How they were asked to be. */
  AskedLines lines() {
    return lines;
  }

  @Override
  public void close() {
    closed.countDown();
    Port now = port;
    if (now != null) {
      now.close();
    }
    reader.interrupt();
    writer.interrupt();
    try {
      reader.join(JOIN_MILLIS);
      writer.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    PortException end = new PortException("The console is being closed", "Try again");
    for (Write write = writes.poll(); write != null; write = writes.poll()) {
      write.done.completeExceptionally(end);
    }
  }
}
