package com.virtualpytest.host.host.internal.process;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a process with all its family: TERM, then KILL to whoever is left, until nobody is. Looks at
 * the table of processes on the control thread, so the state machines never wait for it.
 */
final class Ending {
  private static final Logger LOG = LoggerFactory.getLogger(Ending.class);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
  private static final Duration KILL_TAKES_AT_MOST = Duration.ofSeconds(2);
  private static final Duration DRAIN_TAKES_AT_MOST = Duration.ofMillis(300);

  private final Child child;
  private final Threads threads;
  private final Runnable done;
  private final Map<Long, Long> known = new HashMap<>();
  private volatile long killAt;
  private boolean termSent;
  private long emptySince;

  /**
   * @param grace from TERM to KILL
   * @param done called once, on the thread of the state machines
   */
  Ending(Child child, Duration grace, Threads threads, Runnable done) {
    this.child = child;
    this.threads = threads;
    this.done = done;
    this.killAt = System.nanoTime() + grace.toNanos();
  }

  void begin() {
    threads.control(this::look);
  }

  /** Brings the KILL forward. */
  void hurry(Duration grace) {
    long at = System.nanoTime() + grace.toNanos();
    if (at - killAt < 0) {
      killAt = at;
    }
  }

  private void look() {
    boolean over;
    try {
      over = step(System.nanoTime());
    } catch (IOException e) {
      LOG.error("The family of {} (pid {}) cannot be ended in order", name(), child.pid(), e);
      ProcessHandle.of(child.pid()).ifPresent(ProcessHandle::destroyForcibly);
      over = child.exited() || givenUp(System.nanoTime());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      over = true;
    }
    if (over) {
      threads.states(done);
    } else {
      threads.statesAfter(LOOK_AGAIN, () -> threads.control(this::look));
    }
  }

  private boolean step(long now) throws IOException, InterruptedException {
    List<ProcessTable.Entry> family = ProcessTable.family(child.pid(), known);
    if (family.isEmpty() && child.exited()) {
      return drained(now);
    }
    family.forEach(member -> known.put(member.pid(), member.start()));
    if (now - killAt >= 0) {
      Signals.send("KILL", child.pid(), family);
    } else if (!termSent) {
      Signals.send("TERM", child.pid(), family);
      termSent = true;
    }
    if (givenUp(now)) {
      LOG.error("{} (pid {}) outlives a KILL: {} processes", name(), child.pid(), family.size());
      return true;
    }
    return false;
  }

  /** Its last words are waited for, but not for long: somebody else may hold the pipe. */
  private boolean drained(long now) {
    if (emptySince == 0) {
      emptySince = now;
    }
    return child.drained() || now - emptySince > DRAIN_TAKES_AT_MOST.toNanos();
  }

  private boolean givenUp(long now) {
    return now - killAt > KILL_TAKES_AT_MOST.toNanos();
  }

  private String name() {
    return child.description().name();
  }
}
