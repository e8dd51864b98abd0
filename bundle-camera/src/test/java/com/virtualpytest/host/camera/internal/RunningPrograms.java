package com.virtualpytest.host.camera.internal;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.process.ManagedProcess;
import com.virtualpytest.host.api.process.Probe;
import com.virtualpytest.host.api.process.ProcessDescription;
import com.virtualpytest.host.api.process.ProcessDescription.Explanation;
import com.virtualpytest.host.api.process.ProcessStatus;
import com.virtualpytest.host.api.process.ProcessSupervisor;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Really runs what a driver asks its supervisor for, as the host's does where it matters to a
 * capture: bytes and readings, ready by a line of output, started again when it ends, adopted by
 * whoever asks for the same. A program that ends is always tried again, and soon. Safe for all
 * threads; its own belong to the group of the one that made it, so they are not the driver's.
 */
final class RunningPrograms implements ProcessSupervisor {
  private static final long PAUSE_MILLIS = 100;

  private final ThreadGroup group = Thread.currentThread().getThreadGroup();
  private final Map<String, Program> programs = new LinkedHashMap<>(); // guarded by this
  private volatile boolean stuck;

  @Override
  public synchronized ManagedProcess run(ProcessDescription description) {
    Program known = programs.get(description.name());
    if (known != null && known.description.equals(description)) {
      known.begin();
      return known;
    }
    remove(description.name());
    Program fresh = new Program(description);
    programs.put(description.name(), fresh);
    return fresh;
  }

  @Override
  public synchronized List<ManagedProcess> processes() {
    return List.copyOf(programs.values());
  }

  @Override
  public synchronized void remove(String name) {
    Program known = programs.remove(name);
    if (known != null) {
      known.end();
    }
  }

  /** Whether programs that are told to stop go on, like one that waits for its device for ever. */
  void stick(boolean now) {
    stuck = now;
    if (!now) {
      List<Program> all;
      synchronized (this) {
        all = List.copyOf(programs.values());
      }
      all.forEach(Program::stopLate);
    }
  }

  /** Kills all programs and forgets them; returns when they have ended. */
  void endAll() {
    List<Program> all;
    synchronized (this) {
      all = List.copyOf(programs.values());
      programs.clear();
    }
    all.forEach(Program::end);
    all.forEach(Program::awaitEnd);
  }

  private Thread thread(String name, Runnable task) {
    Thread thread = new Thread(group, task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private final class Program implements ManagedProcess {
    private final ProcessDescription description;
    private final Pattern ready;
    private final Pattern reading;
    private final Map<String, Reading> readings = new ConcurrentHashMap<>();
    private final List<Consumer<ByteBuffer>> bytes = new CopyOnWriteArrayList<>();
    private final List<Consumer<ProcessStatus>> changes = new CopyOnWriteArrayList<>();
    private final Thread keeper;
    private volatile Status status = Status.of(State.STARTING, null, null, Instant.now());
    private volatile Process process; // written by the keeper, under this
    private boolean wanted = true; // guarded by this
    private boolean again; // guarded by this: told to end and begin at once
    private boolean late; // guarded by this: told to stop while it was stuck
    private boolean ended; // guarded by this

    private Program(ProcessDescription description) {
      this.description = description;
      this.ready = Pattern.compile(((Probe.Output) description.probe()).regex());
      this.reading = Pattern.compile(description.printing().readings());
      this.keeper = thread("keeper of " + description.name(), this::keep);
    }

    private void keep() {
      try {
        while (awaitWanted()) {
          Explanation explanation = once();
          synchronized (this) {
            process = null;
            readings.clear();
            if (wanted && !again) {
              boolean known = explanation != null;
              set(
                  State.BACKOFF,
                  known ? explanation.detail() : description.name() + " has ended",
                  known ? explanation.hint() : null);
              wait(PAUSE_MILLIS);
            }
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** False when it will never be wanted again. */
    private synchronized boolean awaitWanted() throws InterruptedException, IOException {
      while (!wanted && !ended) {
        set(State.STOPPED, null, null);
        wait();
      }
      again = false;
      if (!ended) {
        process = launch();
      }
      return !ended;
    }

    private Process launch() throws IOException {
      ProcessBuilder builder = new ProcessBuilder(description.command());
      builder.redirectInput(new File("/dev/null"));
      builder.environment().keySet().retainAll(List.of("PATH"));
      builder.environment().putAll(description.environment());
      return builder.start();
    }

    /** Follows one run to its end; what it printed about that, or null. */
    private Explanation once() throws InterruptedException, IOException {
      set(State.STARTING, null, null);
      Thread pictures = thread("bytes of " + description.name(), this::readBytes);
      Explanation last = null;
      try (BufferedReader lines = process.errorReader()) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          Explanation found = line(line);
          last = found == null ? last : found;
        }
      }
      process.waitFor();
      pictures.join();
      return last;
    }

    private Explanation line(String line) {
      Matcher told = reading.matcher(line);
      if (told.find()) {
        String value = told.group(2);
        readings.compute(
            told.group(1),
            (name, old) ->
                old != null && old.value().equals(value) ? old : new Reading(value, Instant.now()));
      }
      if (status.state() == State.STARTING && ready.matcher(line).find()) {
        set(State.READY, null, null);
      }
      return description.explanations().stream()
          .filter(each -> Pattern.compile(each.regex()).matcher(line).find())
          .findFirst()
          .orElse(null);
    }

    private void readBytes() {
      byte[] buffer = new byte[64 * 1024];
      try (InputStream in = process.getInputStream()) {
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          ByteBuffer read = ByteBuffer.wrap(buffer, 0, count);
          bytes.forEach(listener -> listener.accept(read.duplicate()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void set(State state, String detail, String hint) {
      status = status.observe(state, detail, hint, Instant.now());
      ProcessStatus now = status();
      changes.forEach(listener -> listener.accept(now));
    }

    private synchronized void begin() {
      wanted = true;
      late = false;
      notifyAll();
    }

    @Override
    public synchronized void stop() {
      wanted = false;
      terminate();
    }

    @Override
    public synchronized void restart() {
      begin();
      again = true;
      terminate();
    }

    private void terminate() {
      late = stuck;
      if (!stuck && process != null) {
        process.toHandle().destroy(); // without closing what is read
      }
    }

    private synchronized void stopLate() {
      if (late) {
        terminate();
      }
    }

    private synchronized void end() {
      wanted = false;
      ended = true;
      if (process != null) {
        process.toHandle().destroyForcibly();
      }
      notifyAll();
    }

    private void awaitEnd() {
      try {
        keeper.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public ProcessDescription description() {
      return description;
    }

    @Override
    public ProcessStatus status() {
      Process running = process;
      long pid = running == null ? 0 : running.pid();
      return new ProcessStatus(description.name(), "test", status, pid, 0, null, null);
    }

    @Override
    public List<String> output() {
      return List.of();
    }

    @Override
    public Map<String, Reading> readings() {
      return Map.copyOf(readings);
    }

    @Override
    public AutoCloseable onBytes(Consumer<ByteBuffer> listener) {
      bytes.add(listener);
      return () -> bytes.remove(listener);
    }

    @Override
    public AutoCloseable onChange(Consumer<ProcessStatus> listener) {
      changes.add(listener);
      return () -> changes.remove(listener);
    }
  }
}
