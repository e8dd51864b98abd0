package com.virtualpytest.host.serial.internal.expect;

import com.virtualpytest.host.api.driver.SerialController.Output;
import com.virtualpytest.host.serial.internal.log.SerialLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Waits for a pattern, or one of several. They are matched on bytes: a character beyond ASCII in
 * one stands for its bytes in UTF-8, a dot for one byte. A match lies within {@value #WINDOW}
 * bytes.
 */
public final class Expectation {
  /** What is searched at a time, and what comes new to it. */
  private static final int WINDOW = 128 * 1024;

  private static final int PIECE = 64 * 1024;

  /** What is there when the time is over is searched nevertheless, for so long. */
  private static final long LAST_SEARCH_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Most answers are shorter; what grows with the output costs the short ones nothing. */
  private static final int FIRST_BUFFER = 2 * 1024;

  private static final long MIN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long MAX_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** How it ended. */
  public enum End {
    MATCHED,
    TIMED_OUT,
    /** A single search took all the time that was left, or all of the stack. */
    TOO_COMPLEX,
    LOST,
    CLOSED
  }

  /**
   * The result.
   *
   * @param pattern the number of the pattern that matched, from 0; negative when none did
   * @param output what was printed, up to the end of the match; in any case the newest part of it
   * @param match what matched; null when nothing did
   * @param groups the groups of the match; null for one that took no part
   * @param offset where to go on reading
   * @param missed how many bytes were no longer kept that should have been searched
   */
  public record Result(
      End end,
      int pattern,
      String output,
      String match,
      List<String> groups,
      long offset,
      long missed) {
    /** The same with another output. */
    public Result withOutput(String other) {
      return new Result(end, pattern, other, match, groups, offset, missed);
    }
  }

  private final SerialLog log;
  private final List<Pattern> patterns = new ArrayList<>();
  private final int losses;
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int size;
  private Duration silence = Duration.ZERO;
  private long next;
  private long missed;
  private long searched;

  /** The last match went up to the end of what had been read: it is looked at once more. */
  private boolean cut;

  /**
   * From now on a loss of the port ends it.
   *
   * @param from the offset to begin at
   * @param regexes where more than one match, the first of them counts
   * @throws java.util.regex.PatternSyntaxException it is no regular expression, or repeats without
   *     end
   */
  public Expectation(SerialLog log, long from, String... regexes) {
    this.log = log;
    for (String regex : regexes) {
      patterns.add(
          Pattern.compile(
              new String(regex.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)));
      Repetition.check(regex);
    }
    this.next = from;
    this.losses = log.losses();
  }

  /**
   * Lets a match count only when nothing more has come for a while: what looks like a prompt may be
   * the first half of a line.
   */
  public Expectation followedBySilence(Duration atLeast) {
    silence = atLeast;
    return this;
  }

  /** Waits. After a timeout it can be waited on. */
  public Result await(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      boolean lost = log.losses() != losses;
      long begun = System.nanoTime();
      Result found = catchUp(log.end(), deadline);
      if (found != null
          && (found.end != End.MATCHED || silence.isZero() || !log.await(next, losses, silence))) {
        return found;
      }
      if (lost) {
        return failed(End.LOST);
      }
      pause(System.nanoTime() - begun);
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      if (left.isZero() || !log.await(next, losses, left)) {
        return failed(End.TIMED_OUT);
      }
    }
  }

  /** Searches up to an offset, piece after piece; null when nothing matches. */
  private Result catchUp(long there, long deadline) throws InterruptedException {
    long latest = Math.max(deadline, System.nanoTime() + LAST_SEARCH_NANOS);
    do {
      if (!readOn()) {
        return failed(End.CLOSED);
      }
      Result found = search(latest, next < there);
      if (found != null) {
        return found;
      }
      if (System.nanoTime() - latest > 0) {
        return failed(End.TIMED_OUT); // more is there than can be searched by then
      }
    } while (next < there);
    return null;
  }

  /** With much output, searching takes half of the time at most; a short search costs no pause. */
  private void pause(long nanos) throws InterruptedException {
    searched += nanos;
    if (searched >= MIN_PAUSE_NANOS) {
      TimeUnit.NANOSECONDS.sleep(Math.min(searched, MAX_PAUSE_NANOS));
      searched = 0;
    }
  }

  private boolean readOn() throws InterruptedException {
    try {
      add(log.read(next, PIECE, Duration.ZERO));
      return true;
    } catch (IOException e) {
      return false; // closed: there is no more
    }
  }

  private void add(Output output) {
    int count = output.bytes().remaining();
    if (output.missed() > 0) {
      missed += output.missed();
      size = 0; // what was before does not stand next to this
    }
    if (size + count > buffer.length) {
      int keep = Math.min(size, WINDOW);
      byte[] larger = new byte[Math.max(keep + count, Math.min(2 * WINDOW, 2 * buffer.length))];
      System.arraycopy(buffer, size - keep, larger, 0, keep);
      buffer = larger;
      size = keep;
    }
    output.bytes().get(buffer, size, count);
    size += count;
    next = output.next();
  }

  private Result search(long deadline, boolean more) throws InterruptedException {
    int from = Math.max(0, size - WINDOW);
    try {
      for (int i = 0; i < patterns.size(); i++) {
        Matcher matcher = patterns.get(i).matcher(new BoundedText(buffer, 0, size, deadline));
        // what is before the window is seen, too: ^ is where it all began
        matcher.region(from, size).useAnchoringBounds(false).useTransparentBounds(true);
        if (matcher.find()) {
          cut = more && matcher.hitEnd() && (!cut || matcher.requireEnd());
          return cut ? null : matched(i, matcher, from);
        }
      }
      cut = false;
      return null;
    } catch (BoundedText.Expired e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return failed(End.TOO_COMPLEX);
    } catch (StackOverflowError e) {
      return failed(End.TOO_COMPLEX); // java.util.regex recurses for some patterns
    }
  }

  private Result matched(int pattern, Matcher matcher, int from) {
    List<String> groups = new ArrayList<>();
    for (int i = 1; i <= matcher.groupCount(); i++) {
      groups.add(matcher.start(i) < 0 ? null : text(matcher.start(i), matcher.end(i)));
    }
    int end = matcher.end();
    return new Result(
        End.MATCHED,
        pattern,
        text(from, end),
        text(matcher.start(), end),
        Collections.unmodifiableList(groups),
        next - (size - end),
        missed);
  }

  private Result failed(End end) {
    return new Result(
        end, -1, text(Math.max(0, size - WINDOW), size), null, List.of(), next, missed);
  }

  private String text(int from, int to) {
    return new String(Arrays.copyOfRange(buffer, from, to), StandardCharsets.UTF_8);
  }
}
