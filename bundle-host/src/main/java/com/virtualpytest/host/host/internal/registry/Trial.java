package com.virtualpytest.host.host.internal.registry;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.host.internal.context.ControllerContext;
import com.virtualpytest.host.host.internal.context.ControllerStatus;
import com.virtualpytest.host.host.internal.generation.SwapException;
import com.virtualpytest.host.host.internal.registry.Attempt.Outcome;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a device with another driver than the present one and looks whether it is as well as it
 * was. The driver is called on a thread of its own, which may hang.
 */
final class Trial {

  private static final Logger log = LoggerFactory.getLogger(Trial.class);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final DriverEntry driver;
  private final DeviceDefinition device;
  private final Surroundings with;
  private final ControllerStatus status;
  private final Attempt attempt;
  private final CountDownLatch ended = new CountDownLatch(1);

  Trial(DeviceDefinition device, DriverEntry driver, Surroundings with) {
    this.driver = driver;
    this.device = device;
    this.with = with;
    this.status = with.status(device, driver);
    status.quiet();
    this.attempt = new Attempt(driver, device, with.context(device, driver, status));
  }

  /**
   * Opens it.
   *
   * @param limit how long that may take
   * @param wanted the state that it must reach at least; asked again, for hardware can be pulled
   *     out at any time
   * @return what was opened; without a controller when that is good enough
   * @throws SwapException it is worse, or the driver does not come back; nothing is left open
   */
  Held run(Duration limit, Supplier<State> wanted) throws SwapException, InterruptedException {
    FutureTask<Outcome> task = new FutureTask<>(() -> open(limit, wanted));
    with.inquiries().execute(task);
    try {
      Outcome outcome = task.get(limit.plus(LOOK).toMillis(), TimeUnit.MILLISECONDS);
      if (rank(state(outcome)) > rank(wanted.get())) {
        discard(outcome);
        throw worse(outcome, wanted.get());
      }
      return new Held(driver, status, attempt, outcome);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw late(limit);
    } catch (ExecutionException e) {
      throw new SwapException("The new driver cannot open " + device.id(), null);
    }
  }

  private Outcome open(Duration limit, Supplier<State> wanted) {
    long end = System.nanoTime() + limit.toNanos();
    try {
      attempt.begin();
      Outcome outcome = attempt.run();
      if (outcome.controller() != null && wanted.get().usable()) {
        ask(outcome.controller());
        while (rank(state(outcome)) > rank(wanted.get()) && System.nanoTime() < end) {
          status.awaitObservation(LOOK);
        }
      }
      return kept(outcome);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it was given up; what is open is closed by kept()
      return kept(Outcome.again("Opening was interrupted", null));
    } finally {
      ended.countDown();
      Thread.interrupted();
    }
  }

  private Outcome kept(Outcome outcome) {
    if (!attempt.end()) {
      discard(outcome);
    }
    return outcome;
  }

  private void ask(Controller controller) throws InterruptedException {
    try {
      controller.probe();
    } catch (RuntimeException | LinkageError e) {
      log.error("{} on {} failed unexpectedly when it was asked", driver.name(), device.id(), e);
    }
  }

  /** The state of the device after this outcome. */
  private State state(Outcome outcome) {
    if (outcome.controller() == null) {
      return outcome.state();
    }
    try {
      Status said = outcome.controller().status();
      return said == null ? State.FAILED : said.state();
    } catch (RuntimeException | LinkageError e) {
      log.error("{} on {} does not tell its state", driver.name(), device.id(), e);
      return State.FAILED;
    }
  }

  private SwapException worse(Outcome outcome, State wanted) {
    String said = outcome.controller() == null ? outcome.detail() : status.current().detail();
    String why = said == null ? "" : ": " + said;
    return new SwapException(
        "%s is %s with the old version and %s with the new one%s"
            .formatted(
                device.id() + " " + driver.name(),
                wanted.wireName(),
                state(outcome).wireName(),
                why),
        outcome.hint());
  }

  private SwapException late(Duration limit) throws InterruptedException {
    boolean given = attempt.abandon();
    attempt.context.close();
    boolean back = ended.await(with.timing().interrupt().toMillis(), TimeUnit.MILLISECONDS);
    if (!given) {
      log.warn("{} on {} was opened when nobody waited any more", driver.name(), device.id());
    }
    return new SwapException(
        "Opening %s with the new version took longer than %s%s"
            .formatted(
                device.id(),
                Timing.text(limit),
                back ? "" : ", and its thread ignores interruption"),
        "Look whether the driver waits for something without end",
        !back);
  }

  private void discard(Outcome outcome) {
    close(new Held(driver, status, attempt, outcome));
  }

  /** Closes a controller and takes back what it was given. */
  static void close(Held held) {
    try {
      if (held.controller() != null) {
        held.controller().close();
      }
    } catch (RuntimeException | LinkageError e) {
      log.error("A controller of {} failed unexpectedly while closing", held.driver().name(), e);
    } finally {
      ControllerContext context = held.attempt() == null ? null : held.attempt().context;
      if (context != null) {
        context.close();
      }
    }
  }

  /** The higher, the worse. */
  static int rank(State state) {
    return switch (state) {
      case READY -> 0;
      case DEGRADED -> 1;
      case STARTING, BACKOFF, OFFLINE, STOPPED, DISABLED -> 2;
      case FAILED -> 3;
    };
  }
}
