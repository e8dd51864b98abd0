package com.virtualpytest.host.host.internal.registry;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.host.internal.context.ControllerStatus;
import com.virtualpytest.host.host.internal.generation.SwapException;
import com.virtualpytest.host.host.internal.registry.Attempt.Outcome;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a device with another driver than the present one and looks whether it is as well as it
 * was. The driver is called on a thread of its own, which may hang.
 */
final class Trial {

  private static final Logger log = LoggerFactory.getLogger(Trial.class);
  private static final Duration LOOK = Duration.ofMillis(50);

  /** What was opened, and how it is. */
  private record Opened(Held held, State state) {}

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
   * @param wanted the state that it must reach at least: how the device was before, for what is
   *     opened may change what the old controller sees
   * @return what was opened; without a controller when that is good enough
   * @throws SwapException it is worse, or the driver does not come back; nothing is left open
   */
  Held run(Duration limit, State wanted) throws SwapException, InterruptedException {
    FutureTask<Opened> task = new FutureTask<>(() -> open(limit, wanted));
    with.inquiries().execute(task);
    try {
      return judged(
          task.get(limit.plus(with.timing().answer()).toMillis(), TimeUnit.MILLISECONDS), wanted);
    } catch (TimeoutException e) {
      if (abandoned(task)) {
        throw late(limit);
      }
      return judged(last(task), wanted);
    } catch (InterruptedException e) {
      if (!abandoned(task)) {
        closeInTime(last(task).held(), with);
      }
      throw e;
    } catch (ExecutionException e) {
      throw cannotOpen();
    }
  }

  private Held judged(Opened opened, State wanted) throws SwapException {
    if (rank(opened.state()) > rank(wanted)) {
      closeInTime(opened.held(), with);
      throw worse(opened, wanted);
    }
    return opened.held();
  }

  /** Whether it was given up; false when it has ended just now. */
  private boolean abandoned(FutureTask<Opened> task) {
    if (!attempt.abandon()) {
      return false;
    }
    task.cancel(true);
    attempt.context.close();
    return true;
  }

  /** Of an attempt that has ended. */
  private Opened last(FutureTask<Opened> task) throws SwapException, InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw cannotOpen();
    }
  }

  private SwapException cannotOpen() {
    attempt.context.close();
    return new SwapException("The new driver cannot open " + device.id(), null);
  }

  private Opened open(Duration limit, State wanted) {
    long end = System.nanoTime() + limit.toNanos();
    Outcome outcome = Outcome.NOTHING;
    try {
      if (!attempt.begin()) {
        return kept(outcome);
      }
      outcome = attempt.run();
      if (outcome.controller() != null && wanted.usable()) {
        ask(outcome.controller());
        while (rank(state(outcome)) > rank(wanted) && System.nanoTime() < end) {
          status.awaitObservation(LOOK);
        }
      }
      return kept(outcome);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it was given up; what is open is closed by kept()
      return kept(outcome);
    } finally {
      ended.countDown();
      Thread.interrupted();
    }
  }

  /** The state is asked here, where a driver that does not come back holds up nobody else. */
  private Opened kept(Outcome outcome) {
    Held held = new Held(driver, status, attempt, outcome);
    State found = state(outcome);
    if (!attempt.end()) {
      held.close();
    }
    return new Opened(held, found);
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

  private SwapException worse(Opened opened, State wanted) {
    Outcome outcome = opened.held().outcome();
    String said = outcome.controller() == null ? outcome.detail() : status.current().detail();
    String why = said == null ? "" : ": " + said;
    return new SwapException(
        "%s is %s with the old version and %s with the new one%s"
            .formatted(
                device.id() + " " + driver.name(),
                wanted.wireName(),
                opened.state().wireName(),
                why),
        outcome.hint());
  }

  private SwapException late(Duration limit) throws InterruptedException {
    boolean back = ended.await(with.timing().interrupt().toMillis(), TimeUnit.MILLISECONDS);
    return new SwapException(
        "Opening %s with the new version took longer than %s%s"
            .formatted(
                device.id(),
                Timing.text(limit),
                back ? "" : ", and its thread ignores interruption"),
        "Look whether the driver waits for something without end",
        !back);
  }

  /** Closes a controller on a thread of its own; one that does not come back is given up. */
  static void closeInTime(Held held, Surroundings with) {
    FutureTask<Void> task = new FutureTask<>(held::close, null);
    with.inquiries().execute(task);
    try {
      task.get(with.timing().interrupt().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      task.cancel(true);
      log.error("Closing a controller of {} hangs; it is given up", held.driver().name());
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
