package com.virtualpytest.host.host.internal.registry;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.host.internal.generation.Parked;
import com.virtualpytest.host.host.internal.generation.SwapDevices;
import com.virtualpytest.host.host.internal.generation.SwapException;
import com.virtualpytest.host.host.internal.lane.LaneException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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
    Map<Binding, State> before = new LinkedHashMap<>();
    heirs.forEach(
        (binding, heir) -> {
          if (heir.info().shareable() && binding.opening().driver().info().shareable()) {
            State was = state(binding);
            before.put(binding, was);
            trials.put(
                binding,
                CompletableFuture.supplyAsync(() -> trial(binding, heir, was), with.inquiries()));
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
      before.forEach(this::restore);
      throw problem;
    }
  }

  /** A worse version may have spoilt what both share, such as processes: they are as before. */
  private void restore(Binding binding, State was) {
    if (Trial.rank(state(binding)) > Trial.rank(was)) {
      renew(binding);
    }
  }

  /** What was opened, or why it was not. */
  private Object trial(Binding binding, DriverEntry heir, State was) {
    try {
      return new Trial(binding.device(), heir, with).run(with.timing().trial(), was);
    } catch (SwapException e) {
      return e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new SwapException("The host is stopping", null);
    }
  }

  @Override
  public Parked handOver(long from, long to) throws SwapException {
    Map<Binding, DriverEntry> tried = new LinkedHashMap<>();
    Map<Binding, Held> old = new ConcurrentHashMap<>();
    Parked parked = Parked.NONE;
    Binding binding = null;
    try {
      for (Map.Entry<Binding, DriverEntry> one : heirs.entrySet()) {
        binding = one.getKey();
        DriverEntry before = binding.opening().driver();
        Held held = beside.get(binding);
        tried.put(binding, before);
        parked = parked.and(between(binding, step(one, before, held, old)));
      }
      if (registry.isStopped()) {
        throw new SwapException("The host is stopping", null); // its devices have proved nothing
      }
    } catch (SwapException e) {
      if (e.busy()) {
        tried.remove(binding); // nothing has begun with it, and it is still busy
      }
      throw e.after(parked.and(e.parked()).and(goBack(tried, old)));
    } catch (RuntimeException e) {
      goBack(tried, old);
      throw e;
    }
    registry.replaceDrivers(from, to);
    leftOpen.computeIfAbsent(from, id -> new ArrayList<>()).addAll(old.values());
    heirs.clear();
    beside.clear();
    return parked;
  }

  private Step step(
      Map.Entry<Binding, DriverEntry> heir, DriverEntry before, Held held, Map<Binding, Held> old) {
    Binding binding = heir.getKey();
    return held == null
        ? () -> exclusively(binding, heir.getValue(), before)
        : () -> inPassing(binding, held, old);
  }

  @Override
  public void withdraw(long id) {
    registry.withdrawDrivers(id);
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

  /** Runs a step when the lane's running command has ended. One that is given up is undone. */
  private Parked between(Binding binding, Step step) throws SwapException {
    Timing timing = with.timing();
    Duration work = timing.trial().plus(timing.back()).plus(timing.interrupt().multipliedBy(4));
    CompletableFuture<Parked> begun = new CompletableFuture<>();
    CompletableFuture<Parked> job =
        binding
            .swapLane()
            .callNext(
                "swap",
                with.clock().instant().plus(timing.busy()).plus(work),
                () -> {
                  if (!begun.complete(Parked.NONE)) {
                    throw new InterruptedException("given up");
                  }
                  return step.run();
                });
    try {
      var unused =
          CompletableFuture.anyOf(begun, job).get(timing.busy().toMillis(), TimeUnit.MILLISECONDS);
      return job.get(work.toMillis(), TimeUnit.MILLISECONDS);
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
        throw begun.cancel(false) ? busy(binding) : unfinished(binding);
      }
      log.error("{} could not be handed over", binding, e.getCause());
      throw unfinished(binding);
    } catch (TimeoutException e) {
      throw begun.cancel(false) ? busy(binding) : unfinished(binding);
    } finally {
      begun.cancel(false);
      job.cancel(true);
    }
  }

  private static SwapException unfinished(Binding binding) {
    return new SwapException(
        binding.device().id() + " could not be handed over", "The host's log has the cause");
  }

  private static SwapException busy(Binding binding) {
    return SwapException.busy(
        binding.device().id() + " was busy with one command all the time",
        "A file is tried again every 30 s, an upload is not");
  }

  /** Two controllers are open: one is used after the other from now on. */
  private Parked inPassing(Binding binding, Held next, Map<Binding, Held> old) {
    Held before = binding.opening().take(next);
    if (before == null) {
      closeInTime(next);
    } else {
      old.put(binding, before);
    }
    return Parked.NONE;
  }

  /** Closes the old controller, opens the new one, and goes back when that is worse. */
  private Parked exclusively(Binding binding, DriverEntry next, DriverEntry before)
      throws SwapException, InterruptedException {
    Opening opening = binding.opening();
    State was = state(binding);
    long began = System.nanoTime();
    closeInTime(opening.pause());
    Held fresh = null;
    try {
      fresh = new Trial(binding.device(), next, with).run(with.timing().trial(), was);
      return taken(binding, fresh, began);
    } catch (SwapException e) {
      fresh = reopened(binding, before);
      throw e.after(taken(binding, fresh, began));
    } finally {
      if (fresh == null) {
        take(opening, reopened(binding, before));
      }
    }
  }

  /** The end of a pause, and what it cost. */
  private Parked taken(Binding binding, Held held, long began) {
    Opening opening = binding.opening();
    int waited = opening.waited() + binding.lane().depth();
    take(opening, held);
    return new Parked(waited, Duration.ofNanos(System.nanoTime() - began));
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
        return new Trial(binding.device(), driver, with).run(with.timing().back(), State.FAILED);
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

  /**
   * A device of the bundle could not be handed over: all return.
   *
   * @param tried who had them
   * @param old what is still open for them
   * @return what that cost
   */
  private Parked goBack(Map<Binding, DriverEntry> tried, Map<Binding, Held> old) {
    boolean stopping = Thread.interrupted(); // the way back is gone to its end
    Parked parked = Parked.NONE;
    for (Map.Entry<Binding, DriverEntry> one : tried.entrySet()) {
      parked = parked.and(goBack(one.getKey(), one.getValue(), old));
    }
    closeBeside();
    old.values().forEach(this::closeInTime);
    if (stopping) {
      Thread.currentThread().interrupt();
    }
    return parked;
  }

  private Parked goBack(Binding binding, DriverEntry before, Map<Binding, Held> old) {
    Step step =
        () -> {
          Opening opening = binding.opening();
          if (opening.driver() == before) {
            return Parked.NONE;
          }
          Held kept = old.remove(binding);
          if (kept != null) {
            take(opening, kept);
            return Parked.NONE;
          }
          long began = System.nanoTime();
          closeInTime(opening.pause());
          return taken(binding, reopened(binding, before), began);
        };
    try {
      return between(binding, step);
    } catch (SwapException e) {
      log.error("{} could not be given back and is opened anew: {}", binding, e.getMessage());
      renew(binding);
      return e.parked();
    }
  }

  /** The driver opens the device anew. */
  private void renew(Binding binding) {
    beside.remove(binding); // closed with its binding
    Timing timing = with.timing();
    Duration most = timing.drain().plus(timing.interrupt().multipliedBy(4));
    try {
      registry.renew(binding).get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.error("{} is still open", binding);
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
