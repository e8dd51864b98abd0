package com.virtualpytest.host.host.internal.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last lines that a process printed, over all its runs, and their way into the log. A flood is
 * kept out of the log, not out of the memory of the last lines. Safe for all threads.
 */
final class Output {
  /** Lines that are kept. */
  static final int KEPT = 200;

  /**
   * A name and a password in an address, which programs print when they cannot reach it. The
   * password may hold all that an address is taken apart at.
   */
  private static final Pattern USER_INFO = Pattern.compile("(://)\\S*@");

  private final Told told = new Told();
  private final Deque<String> last = new ArrayDeque<>(KEPT);
  private final Logger log;
  private final int linesPerSecond;
  private long second = Long.MIN_VALUE;
  private int logged;
  private long dropped;

  Output(String name, int linesPerSecond) {
    this.linesPerSecond = linesPerSecond;
    this.log = LoggerFactory.getLogger("process." + name);
  }

  /** What it tells besides lines. */
  Told told() {
    return told;
  }

  /** Keeps a line and logs it when the flood allows; what may be a password is left out. */
  void line(String printed) {
    String line =
        printed.contains("://") ? USER_INFO.matcher(printed).replaceAll("$1***@") : printed;
    long droppedBefore;
    boolean log;
    synchronized (this) {
      if (last.size() == KEPT) {
        last.removeFirst();
      }
      last.addLast(line);
      droppedBefore = nextSecond();
      log = logged < linesPerSecond;
      if (log) {
        logged++;
      } else {
        dropped++;
      }
    }
    reportDropped(droppedBefore);
    if (log) {
      this.log.info(line);
    }
  }

  /** Tells of lines that were dropped so far; called when a run is over. */
  void flush() {
    long now;
    synchronized (this) {
      now = dropped;
      dropped = 0;
    }
    reportDropped(now);
  }

  /** The last lines, oldest first. */
  synchronized List<String> lines() {
    return List.copyOf(last);
  }

  private long nextSecond() {
    long now = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
    if (now == second) {
      return 0;
    }
    long result = dropped;
    second = now;
    logged = 0;
    dropped = 0;
    return result;
  }

  private void reportDropped(long count) {
    if (count > 0) {
      log.warn("{} lines left out of the log, it prints too much", count);
    }
  }
}
