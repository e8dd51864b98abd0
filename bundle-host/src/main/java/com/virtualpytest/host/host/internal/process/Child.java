package com.virtualpytest.host.host.internal.process;

import com.virtualpytest.host.api.process.Probe;
import com.virtualpytest.host.api.process.ProcessDescription;
import com.virtualpytest.host.api.process.ProcessDescription.Explanation;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a program: what it prints and when it ends. Safe for all threads. */
final class Child {
  private static final Logger LOG = LoggerFactory.getLogger(Child.class);
  private static final long SHORTEST_PAUSE_MILLIS = 10;
  private static final long LONGEST_PAUSE_MILLIS = 200;

  /** While somebody waits for a line. */
  private static final long LONGEST_AWAITED_MILLIS = 20;

  /** More is about to come. */
  private static final int MUCH = 4096;

  private static final int PIPE_BYTES = 64 * 1024;
  private static final int LAST_READS = 32;

  private final ProcessDescription description;
  private final Process process;
  private final Output output;

  /** What a line must match to be noted; null when nobody asks. */
  private final Pattern awaited;

  /** What a reading must match; null when there are none. */
  private final Pattern readings;

  private final long startedAt = System.nanoTime();
  private final Map<Pattern, Explanation> explanations = new LinkedHashMap<>();
  private volatile boolean seen;
  private volatile Explanation explained;
  private volatile boolean exited;
  private volatile boolean drained;

  Child(ProcessDescription description, Process process, Output output) {
    this.description = description;
    this.process = process;
    this.output = output;
    this.awaited = awaited(description.probe());
    String reading = description.printing().readings();
    this.readings = reading == null ? null : Pattern.compile(reading);
    for (Explanation explanation : description.explanations()) {
      explanations.put(Pattern.compile(explanation.regex()), explanation);
    }
  }

  private static Pattern awaited(Probe probe) {
    if (probe instanceof Probe.All all) {
      return all.probes().stream()
          .map(Child::awaited)
          .filter(Objects::nonNull)
          .findFirst()
          .orElse(null);
    }
    return probe instanceof Probe.Output line ? Pattern.compile(line.regex()) : null;
  }

  ProcessDescription description() {
    return description;
  }

  long pid() {
    return process.pid();
  }

  /** Since it was started. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - startedAt);
  }

  /** True once the program itself has ended, whoever of its family still lives. */
  boolean exited() {
    return exited;
  }

  /** True once nothing more of its output will come. */
  boolean drained() {
    return drained;
  }

  /** True once it printed the line that was awaited. */
  boolean printedAwaited() {
    return seen;
  }

  /** What its output says about its end; null when nothing is known of that. */
  Explanation explained() {
    return explained;
  }

  /**
   * Begins to follow it, on two threads: one waits for its end, the other one reads. Bytes have a
   * third one.
   *
   * @param onExit gets the exit code, from a thread of its own
   */
  void follow(IntConsumer onExit) {
    output.told().begin();
    thread("process-exit-", () -> awaitExit(onExit));
    if (description.printing().bytes()) {
      thread("process-bytes-", this::readBytes);
    }
    thread("process-output-", this::readToTheEnd);
  }

  private void thread(String prefix, Runnable task) {
    Thread thread = new Thread(task, prefix + description.name());
    thread.setDaemon(true);
    thread.setContextClassLoader(Child.class.getClassLoader());
    thread.start();
  }

  private void awaitExit(IntConsumer onExit) {
    try {
      int code = process.waitFor();
      exited = true;
      onExit.accept(code);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends with the last of the program's family, which is ended with the program. */
  private void readBytes() {
    byte[] buffer = new byte[PIPE_BYTES];
    InputStream in = process.getInputStream();
    try {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        output.told().bytes(buffer, count);
      }
    } catch (IOException e) {
      LOG.debug("The bytes of {} end", description.name(), e);
    }
  }

  /**
   * Never blocks in a read: a program that ends may leave a grandchild behind that holds the pipe
   * open for ever. So it looks for output between short waits for the end. Each wait costs more
   * than to read some lines, so those that come one by one are read several at a time.
   */
  private void readToTheEnd() {
    Lines lines = new Lines(this::line);
    byte[] buffer = new byte[PIPE_BYTES];
    InputStream in =
        description.printing().bytes() ? process.getErrorStream() : process.getInputStream();
    try {
      long pause = 0;
      do {
        pause = read(in, buffer, lines) >= MUCH ? 0 : longer(pause);
      } while (!process.waitFor(pause, TimeUnit.MILLISECONDS));
      for (int i = 0; i < LAST_READS && read(in, buffer, lines) > 0; i++) {
        // Bounded, because somebody else may go on to print.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lines.end();
      output.flush();
      drained = true;
    }
  }

  private long longer(long pause) {
    long longest = awaited == null || seen ? LONGEST_PAUSE_MILLIS : LONGEST_AWAITED_MILLIS;
    return Math.max(SHORTEST_PAUSE_MILLIS, Math.min(2 * pause, longest));
  }

  /** Reads a piece of what is there; returns how many bytes. */
  private int read(InputStream in, byte[] buffer, Lines lines) {
    try {
      int ready = in.available();
      int count = ready > 0 ? Math.max(0, in.read(buffer, 0, Math.min(ready, PIPE_BYTES))) : 0;
      lines.accept(buffer, count);
      return count;
    } catch (IOException e) {
      LOG.warn("The output of {} cannot be read", description.name(), e);
      return 0;
    }
  }

  private void line(String line) {
    Matcher reading = readings == null ? null : readings.matcher(line);
    if (reading != null && reading.find()) {
      output.told().reading(reading.group(1), reading.group(2));
    } else {
      output.line(line);
      explain(line);
    }
    if (awaited != null && !seen && awaited.matcher(line).find()) {
      seen = true;
    }
  }

  private void explain(String line) {
    explanations.forEach(
        (pattern, explanation) -> {
          if (pattern.matcher(line).find()) {
            explained = explanation;
          }
        });
  }
}
