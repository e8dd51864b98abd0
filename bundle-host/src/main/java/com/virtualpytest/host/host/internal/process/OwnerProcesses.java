package com.virtualpytest.host.host.internal.process;

import com.virtualpytest.host.api.process.ProcessDescription;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** All processes of one owner by their full names. Safe for all threads. */
final class OwnerProcesses implements Peers {
  private final String owner;
  private final Workshop workshop;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final AtomicBoolean reconsidering = new AtomicBoolean();

  /** A process; removed ones stay until they have ended. Guarded by the map's owner. */
  private static final class Entry {
    private final SupervisedProcess process;
    private boolean removed;

    private Entry(SupervisedProcess process) {
      this.process = process;
    }
  }

  OwnerProcesses(String owner, Workshop workshop) {
    this.owner = owner;
    this.workshop = workshop;
  }

  String owner() {
    return owner;
  }

  /**
   * Adopts, replaces or begins a process.
   *
   * @throws IllegalArgumentException when it needs itself, over others or not
   */
  synchronized SupervisedProcess run(String prefix, ProcessDescription description) {
    String name = prefix + description.name();
    refuseCircle(prefix, description);
    Entry entry =
        entries.computeIfAbsent(
            name,
            key -> new Entry(new SupervisedProcess(owner, prefix, description, workshop, this)));
    entry.removed = false;
    entry.process.describe(description);
    workshop.threads().states(entry.process::asked);
    return entry.process;
  }

  /** Ends a process and forgets it. */
  synchronized void remove(String name) {
    Entry entry = entries.get(name);
    if (entry != null && !entry.removed) {
      entry.removed = true;
      workshop.threads().states(entry.process::forget);
    }
  }

  /** Those that were not removed, in the order in which they were asked for. */
  synchronized List<SupervisedProcess> all() {
    List<SupervisedProcess> result = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (!entry.removed) {
        result.add(entry.process);
      }
    }
    return result;
  }

  /** Those that were removed and have not ended yet, too. */
  synchronized List<SupervisedProcess> allLiving() {
    return entries.values().stream().map(entry -> entry.process).toList();
  }

  /** Ends a process and what needs it; nothing happens when it was removed. */
  void stop(SupervisedProcess process) {
    workshop
        .threads()
        .states(
            () -> {
              if (knows(process)) {
                process.stop();
              }
            });
  }

  /** Starts a process anew, and what needs it; nothing happens when it was removed. */
  void restart(SupervisedProcess process) {
    workshop
        .threads()
        .states(
            () -> {
              if (knows(process)) {
                dependents(process.name()).forEach(SupervisedProcess::newChance);
                process.restart();
              }
            });
  }

  @Override
  public synchronized SupervisedProcess find(String name) {
    Entry entry = entries.get(name);
    return entry == null ? null : entry.process;
  }

  @Override
  public boolean needed(SupervisedProcess process) {
    return allLiving().stream().anyMatch(other -> other.runsOn(process.name()));
  }

  @Override
  public void reconsider() {
    if (reconsidering.compareAndSet(false, true)) {
      workshop
          .threads()
          .states(
              () -> {
                reconsidering.set(false);
                allLiving().forEach(SupervisedProcess::reconsider);
              });
    }
  }

  @Override
  public synchronized void ended(SupervisedProcess process) {
    Entry entry = entries.get(process.name());
    if (entry != null && entry.process == process && entry.removed) {
      entries.remove(process.name());
      reconsider();
    }
  }

  private synchronized boolean knows(SupervisedProcess process) {
    Entry entry = entries.get(process.name());
    return entry != null && entry.process == process && !entry.removed;
  }

  /** All that need this process, directly or over others. */
  private Set<SupervisedProcess> dependents(String name) {
    Set<SupervisedProcess> result = new HashSet<>();
    Deque<String> names = new ArrayDeque<>(List.of(name));
    while (!names.isEmpty()) {
      String next = names.pop();
      for (SupervisedProcess process : all()) {
        if (process.needs().contains(next) && result.add(process)) {
          names.push(process.name());
        }
      }
    }
    return result;
  }

  private void refuseCircle(String prefix, ProcessDescription description) {
    String name = prefix + description.name();
    Set<String> seen = new HashSet<>();
    Deque<String> names = new ArrayDeque<>();
    description.after().forEach(other -> names.push(prefix + other));
    while (!names.isEmpty()) {
      String next = names.pop();
      if (next.equals(name)) {
        throw new IllegalArgumentException("process " + name + " needs itself: " + seen);
      }
      Entry entry = entries.get(next);
      if (seen.add(next) && entry != null) {
        names.addAll(entry.process.needs());
      }
    }
  }
}
