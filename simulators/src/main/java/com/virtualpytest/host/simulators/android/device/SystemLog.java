package com.virtualpytest.host.simulators.android.device;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What {@code logcat} shows: the last lines, numbered for those who follow. */
public final class SystemLog {

  private static final int KEPT = 500;

  /** One line. */
  public record Line(long number, Instant time, char level, String tag, String text) {}

  private final Deque<Line> lines = new ArrayDeque<>();
  private final Clock clock;
  private long next;

  /** An empty one. */
  public SystemLog(Clock clock) {
    this.clock = clock;
  }

  /** Adds a line. */
  public synchronized void add(char level, String tag, String text) {
    lines.add(new Line(next++, clock.instant(), level, tag, text));
    if (lines.size() > KEPT) {
      lines.remove();
    }
    notifyAll();
  }

  /** The lines from that number on which are still there. */
  public synchronized List<Line> from(long number) {
    List<Line> found = new ArrayList<>();
    for (Line line : lines) {
      if (line.number() >= number) {
        found.add(line);
      }
    }
    return found;
  }

  /** Blocks until there are lines from that number on. */
  public synchronized List<Line> await(long number) throws InterruptedException {
    while (next <= number) {
      wait();
    }
    return from(number);
  }

  /** Forgets all lines. */
  public synchronized void clear() {
    lines.clear();
  }
}
