package com.virtualpytest.host.host.internal.registry;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.ActionDescription;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.VerificationDescription;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.context.ControllerContext;
import com.virtualpytest.host.host.internal.context.ControllerStatus;
import com.virtualpytest.host.host.internal.lane.Lane;
import com.virtualpytest.host.host.internal.lane.LaneException;
import com.virtualpytest.host.host.internal.lane.LaneStatus;
import com.virtualpytest.host.host.internal.power.PowerMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One driver on one device: its lane, its controller, its state. Safe for all threads; nothing here
 * blocks, and no lock is held while a driver is called.
 */
public final class Binding {

  private static final Logger log = LoggerFactory.getLogger(Binding.class);

  /** The one that counts first. */
  static final Comparator<Binding> ORDER =
      Comparator.comparing(binding -> binding.driver.registration(), DriverRegistration.ORDER);

  private final DeviceDefinition device;
  private final DriverEntry driver;
  private final Surroundings with;
  private final Lane lane;
  private final ControllerStatus state;
  private final Backoff backoff;
  private final Inquiry<Status> inquiry;
  private final BoundPower power;

  // guarded by this
  private Attempt attempt;
  private Controller controller;
  private List<ActionDescription> actions = List.of();
  private List<VerificationDescription> verifications = List.of();
  private boolean opening = true;
  private CompletableFuture<Void> closed;

  Binding(DeviceDefinition device, DriverEntry driver, Surroundings with) {
    this.device = device;
    this.driver = driver;
    this.with = with;
    this.lane = with.lane(device.id() + "-" + driver.name());
    this.state = with.status(device, driver);
    this.backoff = with.backoff();
    this.inquiry =
        new Inquiry<>(this::askStatus, with.inquiries(), with.timer(), with.timing().answer());
    this.power = new BoundPower(this, with);
  }

  /** The device as it was when it was opened. */
  public DeviceDefinition device() {
    return device;
  }

  /** The driver's name on the wire. */
  public String driver() {
    return driver.name();
  }

  /** What the controller can do. */
  public Set<Capability> capabilities() {
    return driver.info().capabilities();
  }

  /** The symbolic name of the driver's bundle. */
  public String bundle() {
    return driver.registration().bundle();
  }

  /** The id of the driver's bundle: its generation. */
  public long bundleId() {
    return driver.registration().bundleId();
  }

  /** The simple name of the controller's class; the driver's name while it is not open. */
  public synchronized String type() {
    return controller == null ? driver.name() : controller.getClass().getSimpleName();
  }

  /** What the controller understands; empty while it is not open. */
  public synchronized List<ActionDescription> actions() {
    return actions;
  }

  /** What the controller can check; empty while it is not open, and when it checks nothing. */
  public synchronized List<VerificationDescription> verifications() {
    return verifications;
  }

  /** What its lane is doing. */
  public LaneStatus lane() {
    return lane.status();
  }

  /**
   * Its state. Never fails: a driver that throws or does not answer within half a second is {@code
   * degraded}, and the detail says so.
   */
  public CompletableFuture<Status> status() {
    return inquiry.ask().exceptionally(failure -> Unavailable.speechless(state.current()));
  }

  /**
   * Runs a command, behind those that wait. The future never fails. While the device is not open
   * the result is {@code DEVICE_OFFLINE} with the reason; a command that comes during opening waits
   * for that.
   */
  public CompletableFuture<CommandResult> execute(Command command) {
    return execute(command, Optional::empty);
  }

  /**
   * The same, asking once more when the command's turn has come.
   *
   * @param refusal the result when it is not to be run any more; asked on the lane's thread
   */
  public CompletableFuture<CommandResult> execute(
      Command command, Supplier<Optional<CommandResult>> refusal) {
    CommandTime time = new CommandTime();
    CommandOutcome outcome = new CommandOutcome(this, command, with.shared().events());
    if (notOpen()) {
      CommandResult refused = unavailable().result();
      time.tell(with.shared().commands(), this, command, refused);
      return outcome.of(CompletableFuture.completedFuture(refused));
    }
    CompletableFuture<CommandResult> result =
        lane.execute(
            command,
            sent -> {
              time.begun();
              Optional<CommandResult> refused = refusal.get();
              Controller open = controller();
              return refused.isPresent()
                  ? refused.get()
                  : open == null ? unavailable().result() : power.memory().execute(open, sent);
            });
    result.whenComplete(
        (done, failure) -> {
          power.check();
          time.tell(with.shared().commands(), this, command, done);
        });
    return outcome.of(result);
  }

  /**
   * Does something with the controller, behind what waits. The future fails with what {@code call}
   * throws, with a {@link LaneException}, or with an {@link ApiException}: {@code DEVICE_OFFLINE}
   * while the device is not open, {@code NOT_SUPPORTED} when the controller is no {@code type}.
   */
  public <C, T> CompletableFuture<T> call(
      Class<C> type, String label, Instant deadline, ControllerCall<? super C, T> call) {
    if (notOpen()) {
      return CompletableFuture.failedFuture(unavailable().exception());
    }
    return lane.call(label, deadline, () -> call.call(direct(type)));
  }

  /** What is known of its power. */
  public PowerMemory power() {
    return power.memory();
  }

  /**
   * The controller itself, for those of its methods that may be called outside of the lane.
   *
   * @throws ApiException {@code DEVICE_OFFLINE} while the device is not open, {@code NOT_SUPPORTED}
   *     when the controller is no {@code type}
   */
  public <C> C direct(Class<C> type) {
    Controller open = controller();
    if (open == null) {
      throw unavailable().exception();
    }
    if (!type.isInstance(open)) {
      throw new ApiException(
          ErrorCode.NOT_SUPPORTED, driver.name() + " does not offer this", null, device.id());
    }
    return type.cast(open);
  }

  /** Asks the hardware. The future fails as in {@link #call}. */
  public CompletableFuture<Status> probe(Instant deadline) {
    return call(
        Controller.class,
        "probe",
        deadline,
        open -> {
          Status status = open.probe();
          return status == null ? Unavailable.speechless(state.current()) : status;
        });
  }

  @Override
  public String toString() {
    return "Binding[" + device.id() + ", " + driver.name() + ", bundle " + bundleId() + "]";
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
      if (closed != null) {
        return;
      }
      opening = true;
      next = new Attempt(driver, device, newContext());
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
              if (next.begin()) {
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
      open = controller;
      controller = null;
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
      state.set(State.STOPPED, reason.message, null);
      release(last, reason);
    }
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

  /** On the lane's thread, when {@code open} has returned; perhaps long after it was given up. */
  private void finish(Attempt done, Attempt.Outcome outcome) {
    boolean inTime = done.end();
    boolean kept;
    synchronized (this) {
      kept = inTime && closed == null && outcome.controller() != null;
      if (kept) {
        controller = outcome.controller();
        actions = outcome.actions();
        verifications = outcome.verifications();
        opening = false;
        backoff.reset();
      }
    }
    if (kept) {
      power.check();
      return;
    }
    discard(done, outcome);
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

  private void discard(Attempt done, Attempt.Outcome outcome) {
    try {
      if (outcome.controller() != null) {
        outcome.controller().close();
      }
    } catch (RuntimeException | LinkageError e) {
      log.error("{} failed unexpectedly while closing", this, e);
    } finally {
      done.context.close();
    }
  }

  private void giveUp(Attempt.Outcome outcome) {
    synchronized (this) {
      if (closed != null) {
        return;
      }
      opening = false;
    }
    state.set(outcome.state(), outcome.detail(), outcome.hint());
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
    state.set(
        State.BACKOFF, "Opening takes longer than " + Timing.text(with.timing().open()), null);
    after(with.timing().interrupt(), () -> reportHang(late));
  }

  private void reportHang(Attempt late) {
    if (late.ended() || isClosed()) {
      return;
    }
    log.error("Opening {} hangs in thread {}", this, lane.threadName());
    state.set(
        State.FAILED,
        "The driver hangs while opening, in thread " + lane.threadName(),
        "Replace the driver or restart the host");
  }

  private void retry(State next, String detail, String hint) {
    Duration pause;
    synchronized (this) {
      if (closed != null) {
        return;
      }
      opening = false;
      pause = backoff.next();
    }
    state.set(next, detail, hint);
    after(pause, () -> open(CompletableFuture.completedFuture(null)));
  }

  private Status askStatus() {
    Controller open = controller();
    if (open == null) {
      return state.current();
    }
    Status status = open.status();
    return status == null ? Unavailable.speechless(state.current()) : status;
  }

  private synchronized Controller controller() {
    return controller;
  }

  synchronized boolean isClosed() {
    return closed != null;
  }

  private synchronized boolean notOpen() {
    return closed == null && controller == null && !opening;
  }

  private Unavailable unavailable() {
    return new Unavailable(driver.name(), device.id(), state.current());
  }

  private ControllerContext newContext() {
    return new ControllerContext(
        device, driver.name(), with.shared(), driver.registration().services(), state);
  }

  private void after(Duration pause, Runnable task) {
    with.timer().schedule(task, pause.toMillis(), TimeUnit.MILLISECONDS);
  }
}
