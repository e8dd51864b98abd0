package com.virtualpytest.host.host.internal.registry;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.ActionDescription;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.VerificationDescription;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.context.ControllerStatus;
import com.virtualpytest.host.host.internal.lane.Lane;
import com.virtualpytest.host.host.internal.registry.Attempt.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a binding comes by its controller: opens, tries again, changes hands, closes. Safe for all
 * threads; no lock is held while a driver is called.
 */
final class Opening {

  private static final Logger log = LoggerFactory.getLogger(Opening.class);
  private static final String SWAPPING = "The driver of this device is being replaced";

  private final DeviceDefinition device;
  private final Surroundings with;
  private final Lane lane;
  private final Backoff backoff;
  private final Runnable whenOpen;

  // guarded by this
  private DriverEntry driver;
  private ControllerStatus state;
  private Attempt attempt;
  private Outcome held = Outcome.NOTHING;
  private boolean opening = true;
  private boolean paused;
  private int pauses;
  private Status shown;
  private int waiting;
  private CompletableFuture<Void> closed;

  /**
   * @param whenOpen run whenever the device was opened
   */
  Opening(
      DeviceDefinition device,
      DriverEntry driver,
      Surroundings with,
      Lane lane,
      Runnable whenOpen) {
    this.device = device;
    this.driver = driver;
    this.with = with;
    this.lane = lane;
    this.whenOpen = whenOpen;
    this.state = with.status(device, driver);
    this.backoff = with.backoff();
  }

  synchronized DriverEntry driver() {
    return driver;
  }

  /** What it last said of itself. */
  synchronized Status status() {
    return shown == null ? state.current() : shown;
  }

  /** Null while it is not open. */
  synchronized Controller controller() {
    return held.controller();
  }

  synchronized List<ActionDescription> actions() {
    return held.actions();
  }

  synchronized List<VerificationDescription> verifications() {
    return held.verifications();
  }

  synchronized boolean isClosed() {
    return closed != null;
  }

  /** True when nobody is about to open it now. */
  synchronized boolean notOpen() {
    return closed == null && held.controller() == null && !opening;
  }

  synchronized Unavailable unavailable() {
    return new Unavailable(driver.name(), device.id(), state.current());
  }

  /**
   * The controller, once no change of hands is under way; null when it is not open.
   *
   * @throws ApiException {@code SWAPPING}: that takes too long
   */
  synchronized Controller awaitController() {
    long end = System.nanoTime() + with.timing().parking().toNanos();
    if (paused) {
      waiting++;
    }
    while (paused && closed == null) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new ApiException(ErrorCode.SWAPPING, SWAPPING, "Try again", device.id());
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ApiException(ErrorCode.UNAVAILABLE, "The host is stopping");
      }
    }
    return held.controller();
  }

  synchronized Held held() {
    return new Held(driver, state, attempt, held);
  }

  /**
   * From now on until {@link #take} everybody waits; on the lane's thread, which is thereby held.
   *
   * @return what is to be closed
   */
  synchronized Held pause() {
    final Held before = held();
    shown = state.current();
    held = held.withoutController();
    opening = true;
    paused = true;
    waiting = 0;
    state.quiet();
    int pause = ++pauses;
    after(with.timing().parking(), () -> refuseWaiting(pause));
    return before;
  }

  /**
   * This is the controller from now on, whoever opened it.
   *
   * @return what was the controller before; null when the binding is closed: {@code next} is not
   *     taken then
   */
  Held take(Held next) {
    Held before;
    synchronized (this) {
      paused = false;
      notifyAll();
      final Status was = status();
      shown = null;
      if (closed != null) {
        return null;
      }
      before = held();
      before.state().quiet();
      driver = next.driver();
      state = next.state();
      attempt = next.attempt();
      held = next.outcome();
      opening = false;
      state.speakAfter(was);
    }
    if (next.controller() != null) {
      backoff.reset();
      whenOpen.run();
    } else if (next.outcome().again()) {
      retry(next.outcome().state(), next.outcome().detail(), next.outcome().hint());
    } else {
      giveUp(next.outcome());
    }
    return before;
  }

  /** How many have waited outside of the lane since {@link #pause}. */
  synchronized int waited() {
    return waiting;
  }

  /** Those who wait have waited long enough, unless that pause is over and another has begun. */
  private void refuseWaiting(int pause) {
    synchronized (this) {
      if (!paused || pause != pauses) {
        return;
      }
    }
    lane.refuseWaiting(ErrorCode.SWAPPING, SWAPPING);
    after(with.timing().answer(), () -> refuseWaiting(pause));
  }

  /**
   * Opens the device; called once.
   *
   * @param predecessor complete when nobody else has the device open any more; what is sent
   *     meanwhile waits in the lane
   */
  void open(CompletableFuture<Void> predecessor) {
    Attempt next;
    synchronized (this) {
      if (closed != null || paused || held.controller() != null) {
        return;
      }
      opening = true;
      next = new Attempt(driver, device, with.context(device, driver, state));
      attempt = next;
    }
    Timing timing = with.timing();
    Duration others =
        predecessor.isDone()
            ? Duration.ZERO
            : timing.drain().plus(timing.interrupt().multipliedBy(4));
    lane.call(
            "open",
            with.clock().instant().plus(others).plus(timing.open()),
            () -> {
              predecessor.get();
              if (isCurrent(next) && next.begin()) {
                finish(next, next.run());
              }
              return null;
            })
        .whenComplete((nothing, failure) -> opened(next, failure));
  }

  /**
   * Closes the controller exactly once, after its lane is drained.
   *
   * @return complete when it is closed, or was given up
   */
  CompletableFuture<Void> close(CloseReason reason) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    synchronized (this) {
      if (closed != null) {
        return closed;
      }
      closed = done;
      notifyAll();
    }
    Timing timing = with.timing();
    Duration drain = reason == CloseReason.HOST_STOPPING ? timing.stopDrain() : timing.drain();
    lane.close(reason.code, reason.message, drain, () -> closeController(reason))
        .whenComplete((nothing, failure) -> done.complete(null));
    return done;
  }

  private void closeController(CloseReason reason) {
    Controller open;
    Attempt last;
    synchronized (this) {
      open = held.controller();
      held = Outcome.NOTHING;
      opening = false;
      last = attempt;
    }
    try {
      if (open != null) {
        open.close();
      }
    } catch (RuntimeException | LinkageError e) {
      log.error("{} failed unexpectedly while closing", this, e);
    } finally {
      set(State.STOPPED, reason.message, null);
      release(last, reason);
    }
  }

  private void set(State next, String detail, String hint) {
    ControllerStatus status;
    synchronized (this) {
      status = state;
    }
    status.set(next, detail, hint);
  }

  private void release(Attempt last, CloseReason reason) {
    if (last == null) {
      return;
    }
    last.context.close();
    if (reason.endsProcesses()) {
      last.context.removeProcesses();
    }
  }

  /** False when the device has changed hands since. */
  private synchronized boolean isCurrent(Attempt one) {
    return attempt == one && held.controller() == null;
  }

  /** On the lane's thread, when {@code open} has returned; perhaps long after it was given up. */
  private void finish(Attempt done, Outcome outcome) {
    boolean inTime = done.end();
    boolean kept;
    synchronized (this) {
      kept = inTime && closed == null && outcome.controller() != null;
      if (kept) {
        held = outcome;
        opening = false;
        backoff.reset();
      }
    }
    if (kept) {
      whenOpen.run();
      return;
    }
    new Held(driver(), null, done, outcome).close();
    if (!inTime) {
      retry(
          State.BACKOFF,
          "Opening took longer than " + Timing.text(with.timing().open()),
          "Look whether the device answers at all");
    } else if (outcome.again()) {
      retry(outcome.state(), outcome.detail(), outcome.hint());
    } else {
      giveUp(outcome);
    }
  }

  private void giveUp(Outcome outcome) {
    synchronized (this) {
      if (closed != null) {
        return;
      }
      opening = false;
    }
    set(outcome.state(), outcome.detail(), outcome.hint());
  }

  /** The lane's word on an attempt: it only matters when that was not run to its end. */
  private void opened(Attempt late, Throwable failure) {
    if (failure == null || !late.abandon()) {
      return;
    }
    late.context.close();
    if (!late.begun()) {
      retry(State.BACKOFF, "The device was busy", null);
      return;
    }
    synchronized (this) {
      if (closed != null) {
        return;
      }
      opening = false;
    }
    set(State.BACKOFF, "Opening takes longer than " + Timing.text(with.timing().open()), null);
    after(with.timing().interrupt(), () -> reportHang(late));
  }

  private void reportHang(Attempt late) {
    if (late.ended() || isClosed()) {
      return;
    }
    log.error("Opening {} hangs in thread {}", this, lane.threadName());
    set(
        State.FAILED,
        "The driver hangs while opening, in thread " + lane.threadName(),
        "Replace the driver or restart the host");
  }

  private void retry(State next, String detail, String hint) {
    Duration pause;
    synchronized (this) {
      if (closed != null || held.controller() != null) {
        return;
      }
      opening = false;
      pause = backoff.next();
    }
    set(next, detail, hint);
    after(pause, () -> open(CompletableFuture.completedFuture(null)));
  }

  private void after(Duration pause, Runnable task) {
    with.timer().schedule(task, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public String toString() {
    return driver().name() + " on " + device.id();
  }
}
