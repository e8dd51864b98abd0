package com.virtualpytest.host.host.internal.registry;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.ActionDescription;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.VerificationController;
import com.virtualpytest.host.api.driver.VerificationDescription;
import com.virtualpytest.host.host.internal.context.ControllerContext;
import java.io.IOException;
import java.net.BindException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt of a driver to open a device, on the lane's thread. */
final class Attempt {

  private static final Logger log = LoggerFactory.getLogger(Attempt.class);

  /**
   * What came of it.
   *
   * @param state the state of the device; means nothing when it was opened: the controller knows
   * @param controller the controller; null when it was not opened
   * @param actions what the controller understands
   * @param verifications what it can check
   * @param detail what was wrong
   * @param hint what a person can do
   * @param again whether it is worth another attempt
   */
  record Outcome(
      State state,
      Controller controller,
      List<ActionDescription> actions,
      List<VerificationDescription> verifications,
      String detail,
      String hint,
      boolean again) {

    /** Nobody has tried. */
    static final Outcome NOTHING =
        new Outcome(State.STARTING, null, List.of(), List.of(), null, null, false);

    static Outcome opened(
        Controller controller,
        List<ActionDescription> actions,
        List<VerificationDescription> verifications) {
      return new Outcome(State.READY, controller, actions, verifications, null, null, false);
    }

    /** What it understands and checks, to be told while the device changes hands. */
    Outcome withoutController() {
      return new Outcome(State.STARTING, null, actions, verifications, null, null, false);
    }

    static Outcome failed(String detail, String hint) {
      return new Outcome(State.FAILED, null, List.of(), List.of(), detail, hint, false);
    }

    static Outcome again(String detail, String hint) {
      return new Outcome(State.BACKOFF, null, List.of(), List.of(), detail, hint, true);
    }
  }

  private final DriverEntry driver;
  private final DeviceDefinition device;
  private final Status before;
  final ControllerContext context;

  // guarded by this
  private boolean begun;
  private boolean abandoned;
  private boolean ended;

  Attempt(DriverEntry driver, DeviceDefinition device, ControllerContext context) {
    this.driver = driver;
    this.device = device;
    this.context = context;
    this.before = context.status().current();
  }

  boolean opens(DeviceDefinition one) {
    return device.equals(one);
  }

  /** It runs now. False when it was given up before; it must not run then. */
  synchronized boolean begin() {
    begun = !abandoned;
    return begun;
  }

  /** Opens; a failure of any kind is an outcome. */
  Outcome run() {
    String where = driver.name() + " on " + device.id();
    try {
      Controller controller = driver.registration().driver().open(device, context);
      if (controller == null) {
        log.error("{} opened nothing", where);
        return Outcome.failed("The driver opened nothing", "The driver has an error");
      }
      return Outcome.opened(
          controller, actions(controller, where), verifications(controller, where));
    } catch (SettingException e) {
      return Outcome.failed(e.getMessage(), "Correct the setting " + e.variable());
    } catch (BindException e) {
      log.debug("{} could not be opened", where, e);
      return Outcome.again(
          "A port that the driver listens on is in use", "Look who listens on it, or set another");
    } catch (IOException e) {
      log.debug("{} could not be opened", where, e);
      return inTheDriversWords();
    } catch (InterruptedException e) {
      return Outcome.again("Opening was interrupted", null);
    } catch (RuntimeException e) {
      log.error("{} failed unexpectedly while opening", where, e);
      return Outcome.again("The driver failed unexpectedly", "The host's log has the cause");
    } catch (Throwable e) {
      log.error("{} cannot be used", where, e);
      return Outcome.failed("The driver cannot be used", "The host's log has the cause");
    }
  }

  /** Nobody waits for it any more. False when it has ended already. */
  synchronized boolean abandon() {
    if (ended) {
      return false;
    }
    abandoned = true;
    return true;
  }

  /** It has ended. False when it was given up before. */
  synchronized boolean end() {
    ended = true;
    return !abandoned;
  }

  synchronized boolean begun() {
    return begun;
  }

  synchronized boolean ended() {
    return ended;
  }

  /**
   * The driver may have set a state in this attempt that says more than "cannot be opened"; it
   * stays, so that hardware that is away does not change its state with every attempt.
   */
  private Outcome inTheDriversWords() {
    Status said = context.status().current();
    boolean telling = !said.equals(before) && said.detail() != null && !said.state().usable();
    return telling
        ? new Outcome(said.state(), null, List.of(), List.of(), said.detail(), said.hint(), true)
        : Outcome.again("The device cannot be opened", null);
  }

  private static List<VerificationDescription> verifications(Controller controller, String where) {
    try {
      return controller instanceof VerificationController checker
          ? List.copyOf(checker.verifications())
          : List.of();
    } catch (RuntimeException | LinkageError e) {
      log.error("{} does not tell what it can check", where, e);
      return List.of();
    }
  }

  private static List<ActionDescription> actions(Controller controller, String where) {
    try {
      return List.copyOf(controller.actions());
    } catch (RuntimeException | LinkageError e) {
      log.error("{} does not tell its actions", where, e);
      return List.of();
    }
  }
}
