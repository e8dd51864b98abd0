package com.virtualpytest.host.host.internal.registry;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.ActionDescription;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.VerificationDescription;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.context.ControllerContext;
import com.virtualpytest.host.host.internal.lane.Lane;
import com.virtualpytest.host.host.internal.lane.LaneException;
import com.virtualpytest.host.host.internal.lane.LaneStatus;
import com.virtualpytest.host.host.internal.power.PowerMemory;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * One driver on one device: its lane, its controller, its state. Safe for all threads; nothing here
 * blocks, and no lock is held while a driver is called.
 */
public final class Binding {

  /** The one that counts first. */
  static final Comparator<Binding> ORDER =
      Comparator.comparing(binding -> binding.registration(), DriverRegistration.ORDER);

  private final DeviceDefinition device;
  private final String driver;
  private final Lane lane;
  private final Opening opening;
  private final Inquiry<Status> inquiry;
  private final BoundPower power;
  private final ControllerContext.Shared shared;

  Binding(DeviceDefinition device, DriverEntry driver, Surroundings with) {
    this.device = device;
    this.driver = driver.name();
    this.shared = with.shared();
    this.lane = with.lane(device.id() + "-" + driver.name());
    this.opening = new Opening(device, driver, with, lane, this::opened);
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
    return driver;
  }

  /** What the controller can do. */
  public Set<Capability> capabilities() {
    return opening.driver().info().capabilities();
  }

  /** The symbolic name of the driver's bundle. */
  public String bundle() {
    return registration().bundle();
  }

  /** The id of the driver's bundle: its generation. */
  public long bundleId() {
    return registration().bundleId();
  }

  /** The simple name of the controller's class; the driver's name while it is not open. */
  public String type() {
    Controller open = opening.controller();
    return open == null ? driver : open.getClass().getSimpleName();
  }

  /**
   * What the controller understands; empty while it is not open. While the device changes hands it
   * is what the last one understood.
   */
  public List<ActionDescription> actions() {
    return opening.actions();
  }

  /**
   * What the controller can check; empty while it is not open, and when it checks nothing. While
   * the device changes hands it is what the last one checked.
   */
  public List<VerificationDescription> verifications() {
    return opening.verifications();
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
    return inquiry.ask().exceptionally(failure -> Unavailable.speechless(opening.status()));
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
    CommandOutcome outcome = new CommandOutcome(this, command, shared.events());
    if (opening.notOpen()) {
      CommandResult refused = opening.unavailable().result();
      time.tell(shared.commands(), this, command, refused);
      return outcome.of(CompletableFuture.completedFuture(refused));
    }
    CompletableFuture<CommandResult> result =
        lane.execute(
            command,
            sent -> {
              time.begun();
              Optional<CommandResult> refused = refusal.get();
              Controller open = opening.controller();
              return refused.isPresent()
                  ? refused.get()
                  : open == null
                      ? opening.unavailable().result()
                      : power.memory().execute(open, sent);
            });
    result.whenComplete(
        (done, failure) -> {
          power.check();
          time.tell(shared.commands(), this, command, done);
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
    if (opening.notOpen()) {
      return CompletableFuture.failedFuture(opening.unavailable().exception());
    }
    return lane.call(label, deadline, () -> call.call(direct(type)));
  }

  /** What is known of its power. */
  public PowerMemory power() {
    return power.memory();
  }

  /**
   * The controller itself, for those of its methods that may be called outside of the lane. Waits
   * while the device changes hands.
   *
   * @throws ApiException {@code DEVICE_OFFLINE} while the device is not open, {@code NOT_SUPPORTED}
   *     when the controller is no {@code type}, {@code SWAPPING} when the change takes too long
   */
  public <C> C direct(Class<C> type) {
    Controller open = opening.awaitController();
    if (open == null) {
      throw opening.unavailable().exception();
    }
    if (!type.isInstance(open)) {
      throw new ApiException(
          ErrorCode.NOT_SUPPORTED, driver + " does not offer this", null, device.id());
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
          return status == null ? Unavailable.speechless(opening.status()) : status;
        });
  }

  @Override
  public String toString() {
    return "Binding[" + device.id() + ", " + driver + ", bundle " + bundleId() + "]";
  }

  /**
   * Opens the device; called once.
   *
   * @param predecessor complete when nobody else has the device open any more; what is sent
   *     meanwhile waits in the lane
   */
  void open(CompletableFuture<Void> predecessor) {
    opening.open(predecessor);
  }

  /**
   * Closes the controller exactly once, after its lane is drained.
   *
   * @return complete when it is closed, or was given up
   */
  CompletableFuture<Void> close(CloseReason reason) {
    return opening.close(reason);
  }

  /** For a change of generations. */
  Opening opening() {
    return opening;
  }

  Lane swapLane() {
    return lane;
  }

  DriverRegistration registration() {
    return opening.driver().registration();
  }

  boolean isClosed() {
    return opening.isClosed();
  }

  private void opened() {
    power.check();
  }

  private Status askStatus() {
    Controller open = opening.controller();
    if (open == null) {
      return opening.status();
    }
    Status status = open.status();
    return status == null ? Unavailable.speechless(opening.status()) : status;
  }
}
