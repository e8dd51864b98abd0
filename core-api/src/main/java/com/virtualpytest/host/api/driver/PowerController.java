package com.virtualpytest.host.api.driver;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.http.ErrorCode;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Switches mains power. A driver implements three methods; commands come from the defaults.
 *
 * <p>{@code power_cycle} and {@code reboot} never reach {@link #execute}: the host does them for
 * every driver, with {@link #relay}, {@link #off} and {@link #on}, and keeps the promise that what
 * it switched off is switched on again: when the command is cancelled or late, when the driver or
 * the host stops, and after the host was killed. So {@code on} may come at any time after {@code
 * open}, and must do no harm when it is on already.
 */
@ConsumerType
public interface PowerController extends Controller {

  /** A relay's position as the hardware reported it. */
  enum Relay {
    /** Current flows. */
    ON,
    /** No current flows. */
    OFF;

    /** The name on the wire: {@code on}, {@code off}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What the hardware said.
   *
   * @param relay its position
   * @param takenAt when it said so
   * @param details what else it told, under the names that it uses; values that JSON can hold, no
   *     secrets
   */
  record Reading(Relay relay, Instant takenAt, Map<String, Object> details) {
    public Reading {
      Objects.requireNonNull(relay, "relay");
      Objects.requireNonNull(takenAt, "takenAt");
      details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }
  }

  /**
   * Switches on and returns when the hardware says so.
   *
   * @throws IOException the hardware refused or did not answer; the position is then unknown. Its
   *     text is for the log; what users see is {@link #status}
   * @throws InterruptedException the deadline has passed
   */
  void on() throws IOException, InterruptedException;

  /**
   * Switches off and returns when the hardware says so.
   *
   * @throws IOException the hardware refused or did not answer; the position is then unknown. Its
   *     text is for the log; what users see is {@link #status}
   * @throws InterruptedException the deadline has passed
   */
  void off() throws IOException, InterruptedException;

  /**
   * Asks the hardware for its position.
   *
   * @throws IOException the hardware did not answer
   * @throws InterruptedException the deadline has passed
   */
  Relay relay() throws IOException, InterruptedException;

  /**
   * Asks the hardware for its position and what else it tells, for {@code /host/power/getStatus}.
   *
   * @throws IOException the hardware did not answer
   * @throws InterruptedException the deadline has passed
   */
  default Reading read() throws IOException, InterruptedException {
    return new Reading(relay(), Instant.now(), Map.of());
  }

  @Override
  default List<ActionDescription> actions() {
    return List.of(
        ActionDescription.of("power_on", "power", "Power On", "Switch the power on"),
        ActionDescription.of("power_off", "power", "Power Off", "Switch the power off"),
        ActionDescription.of(
            "reboot", "power", "Reboot", "Switch off for 5 s and on, then wait 30 s for the boot"),
        ActionDescription.of("toggle", "power", "Toggle Power", "Switch on what is off, or off"),
        ActionDescription.of(
            "power_cycle", "power", "Power Cycle", "Switch off for off_seconds (5), then on"));
  }

  /** Knows {@code power_on}, {@code power_off} and {@code toggle}. */
  @Override
  default CommandResult execute(Command command) throws ParameterException, InterruptedException {
    try {
      return switch (command.name()) {
        case "power_on" -> switched(Relay.ON);
        case "power_off" -> switched(Relay.OFF);
        case "toggle" -> switched(relay() == Relay.ON ? Relay.OFF : Relay.ON);
        default -> CommandResult.unknown(command);
      };
    } catch (IOException e) {
      Status status = status();
      boolean telling = status.state() != State.READY && status.detail() != null;
      return CommandResult.failed(
          ErrorCode.DEVICE_OFFLINE,
          telling ? status.detail() : "The power switch did not answer",
          status.hint());
    }
  }

  private CommandResult switched(Relay to) throws IOException, InterruptedException {
    if (to == Relay.ON) {
      on();
    } else {
      off();
    }
    return CommandResult.ok(null, Map.of("power_state", to.wireName()));
  }
}
