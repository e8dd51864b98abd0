package com.virtualpytest.host.host.internal.process;

import com.virtualpytest.host.api.process.ManagedProcess;
import com.virtualpytest.host.api.process.ProcessStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the child programs of all owners running; plain Java. Safe for all threads.
 *
 * <p>Threads: one for all state machines, which never blocks; one that starts and signals programs;
 * one that tells listeners; one for each probe in flight; two for each child.
 */
public final class Supervisor implements Processes, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

  private final Threads threads = new Threads();
  private final Timing timing;
  private final Workshop workshop;
  private final Map<String, OwnerProcesses> owners = new LinkedHashMap<>();
  private boolean closed;

  /**
   * @param environment the host's own, of which children get {@code PATH}, {@code HOME} and {@code
   *     LANG} only
   * @param folder where processes run that name no folder
   * @param changes told of every change of a state, on a thread of the supervisor
   */
  public Supervisor(
      Timing timing, Map<String, String> environment, Path folder, Consumer<Change> changes) {
    this.timing = timing;
    this.workshop = new Workshop(threads, timing, new Launcher(environment, folder), changes);
  }

  @Override
  public OwnedProcesses of(String owner, String prefix) {
    return new OwnedProcesses(this, owner(owner), prefix);
  }

  @Override
  public List<ProcessStatus> statuses() {
    return owners().stream()
        .flatMap(owner -> owner.all().stream())
        .map(SupervisedProcess::status)
        .toList();
  }

  @Override
  public Optional<ManagedProcess> find(String owner, String name) {
    return owners().stream()
        .filter(known -> known.owner().equals(owner))
        .flatMap(known -> new OwnedProcesses(this, known, "").processes().stream())
        .filter(process -> process.status().name().equals(name))
        .findFirst();
  }

  /** Ends all processes of an owner and forgets them. Returns at once. */
  public void removeAll(String owner) {
    of(owner, "").removeAll();
  }

  /**
   * Ends all processes, those that need others first, and then all threads. Waits for that as long
   * as its timing says; who lives still is killed with the thread that started it.
   */
  @Override
  public void close() {
    synchronized (owners) {
      if (closed) {
        return;
      }
      closed = true;
    }
    CompletableFuture<Void> down = new CompletableFuture<>();
    threads.states(() -> shutDown(down));
    try {
      down.get(timing.closeWithin().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.error("Not all processes ended within {} ms", timing.closeWithin().toMillis());
    } catch (ExecutionException e) {
      LOG.error("Processes could not be ended in order", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      threads.close();
    }
  }

  /**
   * Does something that may start processes; what was begun here is ended by {@link #close}.
   *
   * @throws IllegalStateException when the host is stopping
   */
  <T> T whileOpen(Supplier<T> action) {
    synchronized (owners) {
      if (closed) {
        throw new IllegalStateException("The host is stopping, no process is started any more");
      }
      return action.get();
    }
  }

  private void shutDown(CompletableFuture<Void> down) {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (OwnerProcesses owner : owners()) {
      List<SupervisedProcess> processes = owner.allLiving();
      // Half of the time for TERM, in as many steps as there are; the rest is for what KILL takes.
      Duration grace = timing.closeWithin().dividedBy(2L * steps(processes));
      processes.forEach(process -> all.add(process.shutDown(grace)));
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
        .whenComplete(
            (nothing, failure) -> {
              if (failure == null) {
                down.complete(null);
              } else {
                down.completeExceptionally(failure);
              }
            });
  }

  /** How many processes, at most, need each other in a row; at least 1. */
  private static int steps(List<SupervisedProcess> processes) {
    Map<String, Integer> steps = new HashMap<>();
    for (int i = 0; i < processes.size(); i++) {
      for (SupervisedProcess process : processes) {
        int below =
            process.needs().stream().mapToInt(name -> steps.getOrDefault(name, 0)).max().orElse(0);
        steps.put(process.name(), below + 1);
      }
    }
    return steps.values().stream().mapToInt(Integer::intValue).max().orElse(1);
  }

  private OwnerProcesses owner(String owner) {
    synchronized (owners) {
      return owners.computeIfAbsent(owner, name -> new OwnerProcesses(name, workshop));
    }
  }

  private List<OwnerProcesses> owners() {
    synchronized (owners) {
      return List.copyOf(owners.values());
    }
  }
}
