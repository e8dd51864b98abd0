package com.virtualpytest.host.host.internal.registry;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.host.internal.generation.Parked;
import com.virtualpytest.host.host.internal.generation.SwapDevices;
import com.virtualpytest.host.host.internal.generation.SwapException;
import com.virtualpytest.host.host.internal.lane.LaneException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the devices of one generation of a bundle to the next: bindings and their lanes stay, their
 * controllers change. Used by one thread at a time.
 */
final class Exchange implements SwapDevices {

  private static final Logger log = LoggerFactory.getLogger(Exchange.class);

  /** Something that is done on a lane between two commands. */
  @FunctionalInterface
  private interface Step {
    Parked run() throws SwapException, InterruptedException;
  }

  private final Registry registry;
  private final Surroundings with;

  /** Who takes over from whom in the present swap. */
  private final Map<Binding, DriverEntry> heirs = new LinkedHashMap<>();

  /** What was opened beside and does not serve yet. */
  private final Map<Binding, Held> beside = new HashMap<>();

  /** What serves no more and is open for the last requests, by bundle. */
  private final Map<Long, List<Held>> leftOpen = new HashMap<>();

  Exchange(Registry registry, Surroundings with) {
    this.registry = registry;
    this.with = with;
  }

  @Override
  public void prepare(long from, long to) throws SwapException {
    heirs.clear();
    beside.clear();
    List<DriverEntry> next = registry.awaitStandBy(to, with.timing().trial());
    for (Binding binding : registry.bindings(from)) {
      if (binding.lane().stuck()) {
        continue; // nothing of its lane comes to an end: it goes with its driver, and is opened
        // anew
      }
      Optional<DriverEntry> heir =
          next.stream()
              .filter(entry -> entry.name().equals(binding.driver()))
              .filter(entry -> entry.serves(binding.device()))
              .findFirst();
      if (heir.isPresent()) {
        heirs.put(binding, heir.get());
      } else if (state(binding).usable()) {
        throw new SwapException(
            "The new version has no driver %s for %s, which the old one serves"
                .formatted(binding.driver(), binding.device().id()),
            "Take the old version out first if that is meant");
      }
    }
    openBeside();
  }

  private void openBeside() throws SwapException {
    Map<Binding, CompletableFuture<Object>> trials = new LinkedHashMap<>();
    heirs.forEach(
        (binding, heir) -> {
          if (heir.info().shareable() && binding.opening().driver().info().shareable()) {
            trials.put(
                binding,
                CompletableFuture.supplyAsync(() -> trial(binding, heir), with.inquiries()));
          }
        });
    SwapException problem = null;
    for (Map.Entry<Binding, CompletableFuture<Object>> trial : trials.entrySet()) {
      Object result = trial.getValue().join();
      if (result instanceof Held held) {
        beside.put(trial.getKey(), held);
      } else if (problem == null || ((SwapException) result).stuck()) {
        problem = (SwapException) result;
      }
    }
    if (problem != null) {
      closeBeside();
      throw problem;
    }
  }

  /** What was opened, or why it was not. */
  private Object trial(Binding binding, DriverEntry heir) {
    try {
      return new Trial(binding.device(), heir, with)
          .run(with.timing().trial(), () -> state(binding));
    } catch (SwapException e) {
      return e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new SwapException("The host is stopping", null);
    }
  }

  @Override
  public Parked handOver(long from, long to) throws SwapException {
    Deque<Runnable> wayBack = new ArrayDeque<>();
    List<Held> old = new ArrayList<>();
    Parked parked = Parked.NONE;
    boolean handedOver = false;
    try {
      for (Map.Entry<Binding, DriverEntry> one : heirs.entrySet()) {
        Binding binding = one.getKey();
        DriverEntry before = binding.opening().driver();
        Held held = beside.get(binding);
        Step step =
            held == null
                ? () -> exclusively(binding, one.getValue(), before)
                : () -> inPassing(binding, held, old);
        parked = parked.and(between(binding, step));
        wayBack.push(() -> goBack(binding, before, held, old));
      }
      if (registry.isStopped()) {
        throw new SwapException("The host is stopping", null); // its devices have proved nothing
      }
      handedOver = true;
    } finally {
      if (!handedOver) {
        wayBack.forEach(Runnable::run);
        closeBeside();
        if (registry.isStopped()) {
          old.forEach(this::closeInTime); // their lanes take nothing back any more
        }
      }
    }
    registry.replaceDrivers(from, to);
    leftOpen.computeIfAbsent(from, id -> new ArrayList<>()).addAll(old);
    heirs.clear();
    beside.clear();
    return parked;
  }

  @Override
  public void cancel(long from, long to) {
    closeBeside();
    heirs.clear();
  }

  @Override
  public void close(long from) {
    List<Held> last = leftOpen.remove(from);
    if (last != null) {
      last.forEach(this::closeInTime);
    }
  }

  private void closeBeside() {
    beside.values().forEach(this::closeInTime);
    beside.clear();
  }

  /** Runs a step when the lane's running command has ended. */
  private Parked between(Binding binding, Step step) throws SwapException {
    Timing timing = with.timing();
    Duration work = timing.trial().plus(timing.back()).plus(timing.interrupt().multipliedBy(4));
    Duration most = timing.busy().plus(work);
    try {
      return binding
          .swapLane()
          .callNext("swap", with.clock().instant().plus(most), step::run)
          .get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SwapException("The host is stopping", null);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SwapException problem) {
        throw problem;
      }
      if (e.getCause() instanceof LaneException) {
        if (binding.isClosed()) {
          return Parked.NONE; // the device has gone meanwhile
        }
        throw busy(binding);
      }
      log.error("{} could not be handed over", binding, e.getCause());
      throw new SwapException(
          binding.device().id() + " could not be handed over", "The host's log has the cause");
    } catch (TimeoutException e) {
      throw busy(binding);
    }
  }

  private static SwapException busy(Binding binding) {
    return new SwapException(
        binding.device().id() + " was busy with one command all the time", "Try again later");
  }

  /** Two controllers are open: one is used after the other from now on. */
  private Parked inPassing(Binding binding, Held next, List<Held> old) {
    Held before = binding.opening().take(next);
    if (before == null) {
      closeInTime(next);
    } else {
      old.add(before);
    }
    return Parked.NONE;
  }

  /** Closes the old controller, opens the new one, and goes back when that is worse. */
  private Parked exclusively(Binding binding, DriverEntry next, DriverEntry before)
      throws SwapException, InterruptedException {
    Opening opening = binding.opening();
    State was = state(binding);
    long began = System.nanoTime();
    Held old = opening.pause();
    closeInTime(old);
    boolean taken = false;
    try {
      Held fresh = new Trial(binding.device(), next, with).run(with.timing().trial(), () -> was);
      int waited = opening.waited() + binding.lane().depth();
      take(opening, fresh);
      taken = true;
      return new Parked(waited, Duration.ofNanos(System.nanoTime() - began));
    } finally {
      if (!taken) {
        take(opening, reopened(binding, before));
      }
    }
  }

  private void take(Opening opening, Held held) {
    if (opening.take(held) == null) {
      closeInTime(held); // the device has gone meanwhile
    }
  }

  /** What the old driver opens; without a controller when it does not, which is tried again. */
  private Held reopened(Binding binding, DriverEntry driver) {
    if (!binding.isClosed()) {
      try {
        return new Trial(binding.device(), driver, with)
            .run(with.timing().back(), () -> State.FAILED);
      } catch (SwapException e) {
        log.error("{} does not open again: {}", binding, e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return new Held(
        driver,
        with.status(binding.device(), driver),
        null,
        Attempt.Outcome.again("The device cannot be opened", null));
  }

  /** Another device of the bundle could not be handed over: this one returns. */
  private void goBack(Binding binding, DriverEntry before, Held held, List<Held> old) {
    Step step =
        () -> {
          if (held == null) {
            closeInTime(binding.opening().pause());
            take(binding.opening(), reopened(binding, before));
          } else {
            old.stream()
                .filter(one -> one.driver() == before)
                .filter(one -> one.attempt() == null || one.attempt().opens(binding.device()))
                .findFirst()
                .ifPresent(one -> take(binding.opening(), one));
          }
          return Parked.NONE;
        };
    try {
      between(binding, step);
    } catch (SwapException e) {
      log.error("{} could not be given back: {}", binding, e.getMessage());
    }
  }

  private void closeInTime(Held held) {
    Trial.closeInTime(held, with);
  }

  /** How the device is now, as far as that is known at once. */
  private State state(Binding binding) {
    try {
      Status status =
          binding.status().get(with.timing().answer().toMillis() * 2, TimeUnit.MILLISECONDS);
      return status.state();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return State.FAILED;
    } catch (ExecutionException | TimeoutException e) {
      return State.FAILED;
    }
  }
}
