package com.virtualpytest.host.host.internal.process;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.process.ProcessStatus;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of one process, for all threads, and who wants to hear of changes. A change of
 * state is one line in the log, one event and one call of each listener.
 */
final class StatusBoard {
  private static final Logger LOG = LoggerFactory.getLogger(StatusBoard.class);

  private final String name;
  private final Threads threads;
  private final Consumer<Change> changes;
  private final List<Consumer<ProcessStatus>> listeners = new CopyOnWriteArrayList<>();
  private volatile ProcessStatus current;

  StatusBoard(String owner, String name, Threads threads, Consumer<Change> changes) {
    this.name = name;
    this.threads = threads;
    this.changes = changes;
    Status first = Status.of(State.STARTING, "asked for", null, Instant.now());
    this.current = new ProcessStatus(name, owner, first, 0, 0, null, null);
  }

  ProcessStatus current() {
    return current;
  }

  State state() {
    return current.status().state();
  }

  void listen(Consumer<ProcessStatus> listener) {
    listeners.add(listener);
  }

  void unlisten(Consumer<ProcessStatus> listener) {
    listeners.remove(listener);
  }

  /**
   * Shows something new. On the thread of the state machines.
   *
   * @return true when the state changed
   */
  boolean show(
      State state,
      String detail,
      String hint,
      long pid,
      int restarts,
      Instant nextStart,
      Integer exitCode) {
    State before = state();
    Status next = current.status().observe(state, detail, hint, Instant.now());
    current = new ProcessStatus(name, current.owner(), next, pid, restarts, nextStart, exitCode);
    if (before != state) {
      tell(before, current);
    }
    return before != state;
  }

  private void tell(State before, ProcessStatus now) {
    String detail = now.status().detail() == null ? "" : " (" + now.status().detail() + ")";
    String from = before.wireName();
    String to = now.status().state().wireName();
    if (now.status().state() == State.FAILED) {
      LOG.warn("Process {}: {} -> {}{}", name, from, to, detail);
    } else {
      LOG.info("Process {}: {} -> {}{}", name, from, to, detail);
    }
    threads.events(() -> changes.accept(new Change(before, now)));
    listeners.forEach(listener -> threads.events(() -> listener.accept(now)));
  }
}
