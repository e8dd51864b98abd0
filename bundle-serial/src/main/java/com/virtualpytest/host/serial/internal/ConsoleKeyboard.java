package com.virtualpytest.host.serial.internal;

import com.virtualpytest.host.api.driver.SerialController.Keyboard;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** Hands the right to type to one at a time. For all threads. */
final class ConsoleKeyboard {
  private static final Duration TYPE_LIMIT = Duration.ofSeconds(10);

  private final Console console;
  private final AtomicReference<Seat> seat = new AtomicReference<>();

  ConsoleKeyboard(Console console) {
    this.console = console;
  }

  /** Who has it; null when nobody. */
  String typist() {
    Seat now = seat.get();
    return now == null ? null : now.who;
  }

  /** The keyboard; null when somebody else has it and it is not taken over. */
  Keyboard take(String who, boolean takeOver, Runnable lost) {
    Seat mine = new Seat(who, lost);
    if (!takeOver) {
      return seat.compareAndSet(null, mine) ? mine : null;
    }
    Seat before = seat.getAndSet(mine);
    if (before != null) {
      before.lost.run();
    }
    return mine;
  }

  private final class Seat implements Keyboard {
    private final String who;
    private final Runnable lost;

    Seat(String who, Runnable lost) {
      this.who = who;
      this.lost = lost;
    }

    @Override
    public void type(ByteBuffer bytes) throws IOException {
      if (seat.get() != this) {
        throw new IOException("somebody else has the keyboard");
      }
      byte[] piece = new byte[bytes.remaining()];
      bytes.get(piece);
      try {
        console.write(piece, TYPE_LIMIT);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }

    @Override
    public void close() {
      seat.compareAndSet(this, null);
    }
  }
}
