package com.virtualpytest.host.simulators.android.device;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What was done with the device, the last thousand of each kind. */
public final class History {

  private static final int KEPT = 1000;

  private final Deque<String> services = new ArrayDeque<>();
  private final Deque<List<String>> programs = new ArrayDeque<>();
  private final Deque<String> inputs = new ArrayDeque<>();
  private long inputCount;

  /** A service was opened. */
  public synchronized void service(String name) {
    add(services, name);
  }

  /** A program was started. */
  public synchronized void program(List<String> argv) {
    add(programs, argv);
  }

  /** Somebody touched or typed. */
  public synchronized void input(String what) {
    add(inputs, what);
    inputCount++;
  }

  /** Services as they were asked for. */
  public synchronized List<String> services() {
    return new ArrayList<>(services);
  }

  /** Programs with their arguments, as the shell made them of the command lines. */
  public synchronized List<List<String>> programs() {
    return new ArrayList<>(programs);
  }

  /** Inputs. */
  public synchronized List<String> inputs() {
    return new ArrayList<>(inputs);
  }

  /** How many inputs there ever were. */
  public synchronized long inputCount() {
    return inputCount;
  }

  /** Forgets all but the count. */
  public synchronized void clear() {
    services.clear();
    programs.clear();
    inputs.clear();
  }

  private static <T> void add(Deque<T> deque, T what) {
    deque.add(what);
    if (deque.size() > KEPT) {
      deque.remove();
    }
  }
}
