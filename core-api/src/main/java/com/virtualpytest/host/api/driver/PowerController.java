package com.virtualpytest.host.api.driver;

import com.virtualpytest.host.api.http.ErrorCode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/** Switches mains power. A driver implements the three methods; commands come from the default. */
@ConsumerType
public interface PowerController extends Controller {

  /** A relay's position as the hardware reported it. */
  enum Relay {
    /** Current flows. */
    ON,
    /** No current flows. */
    OFF
  }

  /**
   * Switches on and returns when the hardware says so.
   *
   * @throws IOException the hardware refused or did not answer; the position is then unknown
   * @throws InterruptedException the deadline has passed
   */
  void on() throws IOException, InterruptedException;

  /**
   * Switches off and returns when the hardware says so.
   *
   * @throws IOException the hardware refused or did not answer; the position is then unknown
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

  @Override
  default List<ActionDescription> actions() {
    return List.of(
        ActionDescription.of("power_on", "power", "Power On", "Switch the power on"),
        ActionDescription.of("power_off", "power", "Power Off", "Switch the power off"));
  }

  @Override
  default CommandResult execute(Command command) throws ParameterException, InterruptedException {
    try {
      return switch (command.name()) {
        case "power_on" -> {
          on();
          yield CommandResult.ok(null, Map.of("power_state", "on"));
        }
        case "power_off" -> {
          off();
          yield CommandResult.ok(null, Map.of("power_state", "off"));
        }
        default -> CommandResult.unknown(command);
      };
    } catch (IOException e) {
      return CommandResult.failed(
          ErrorCode.DEVICE_OFFLINE, "The power switch did not answer", status().hint());
    }
  }
}
