package com.virtualpytest.host.tck;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.process.ManagedProcess;
import com.virtualpytest.host.api.process.ProcessDescription;
import com.virtualpytest.host.api.process.ProcessStatus;
import com.virtualpytest.host.api.process.ProcessSupervisor;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A supervisor that starts nothing: it remembers what it was asked for and says that it is ready,
 * or whatever a test {@linkplain #set sets}; or it leaves all of that to {@linkplain #runBy another
 * one}. Safe for all threads.
 */
public final class TestProcesses implements ProcessSupervisor {
  private final Map<String, Staged> staged = new LinkedHashMap<>();
  private volatile State initial = State.READY;
  private volatile ProcessSupervisor runner;

  @Override
  public ManagedProcess run(ProcessDescription description) {
    return runner == null ? stage(description) : runner.run(description);
  }

  private synchronized ManagedProcess stage(ProcessDescription description) {
    Staged process = staged.get(description.name());
    if (process == null || !process.description().equals(description)) {
      process = new Staged(description, initial);
      staged.put(description.name(), process);
    }
    return process;
  }

  @Override
  public List<ManagedProcess> processes() {
    return runner == null ? staged() : runner.processes();
  }

  private synchronized List<ManagedProcess> staged() {
    return List.copyOf(staged.values());
  }

  @Override
  public void remove(String name) {
    if (runner == null) {
      unstage(name);
    } else {
      runner.remove(name);
    }
  }

  private synchronized void unstage(String name) {
    staged.remove(name);
  }

  /** All that is asked for, in its order. */
  public List<ProcessDescription> asked() {
    return processes().stream().map(ManagedProcess::description).toList();
  }

  /**
   * Has a supervisor of the test run all that is asked for from now on: for drivers that work with
   * what their programs print. As in a host, the programs do not end with the controller; the test
   * ends them.
   */
  public void runBy(ProcessSupervisor supervisor) {
    runner = supervisor;
  }

  /** Gives all processes, and those to come, this state; not those that are run. */
  public void set(State state) {
    initial = state;
    List<Staged> all;
    synchronized (this) {
      all = List.copyOf(staged.values());
    }
    all.forEach(process -> process.set(state));
  }

  private static final class Staged implements ManagedProcess {
    private final ProcessDescription description;
    private final List<Consumer<ProcessStatus>> listeners = new CopyOnWriteArrayList<>();
    private volatile Status status;

    Staged(ProcessDescription description, State state) {
      this.description = description;
      this.status = Status.of(state, null, null, Instant.now());
    }

    void set(State state) {
      status = status.observe(state, null, null, Instant.now());
      listeners.forEach(listener -> listener.accept(status()));
    }

    @Override
    public ProcessDescription description() {
      return description;
    }

    @Override
    public ProcessStatus status() {
      return new ProcessStatus(description.name(), "tck", status, 0, 0, null, null);
    }

    @Override
    public List<String> output() {
      return List.of();
    }

    @Override
    public void restart() {
      set(State.READY);
    }

    @Override
    public void stop() {
      set(State.STOPPED);
    }

    @Override
    public Map<String, Reading> readings() {
      return Map.of();
    }

    @Override
    public AutoCloseable onBytes(Consumer<ByteBuffer> listener) {
      return () -> {};
    }

    @Override
    public AutoCloseable onChange(Consumer<ProcessStatus> listener) {
      listeners.add(listener);
      return () -> listeners.remove(listener);
    }
  }
}
