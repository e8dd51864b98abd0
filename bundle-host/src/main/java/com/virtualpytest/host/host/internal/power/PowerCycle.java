package com.virtualpytest.host.host.internal.power;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.ParameterException;
import com.virtualpytest.host.api.driver.PowerController;
import com.virtualpytest.host.api.driver.PowerController.Relay;
import com.virtualpytest.host.api.http.ErrorCode;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * Off, a pause, on. Whatever happens after "off" was sent, "on" is sent as well: at once where that
 * is possible, else it stays owed.
 *
 * @param off how long it is off
 * @param boot how long is waited after it is on
 */
record PowerCycle(Duration off, Duration boot) {

  private static final String POWER_CYCLE = "power_cycle";
  private static final String REBOOT = "reboot";
  private static final Duration DEFAULT_OFF = Duration.ofSeconds(5);
  private static final Duration DEFAULT_BOOT = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  static boolean isMeant(Command command) {
    return command.name().equals(POWER_CYCLE) || command.name().equals(REBOOT);
  }

  /**
   * Reads {@code off_seconds} (5), and for {@code reboot} also {@code boot_seconds} (30).
   *
   * @throws ParameterException one of them is no number from 0 to 600
   */
  static PowerCycle of(Command command) throws ParameterException {
    boolean reboot = command.name().equals(REBOOT);
    return new PowerCycle(
        command.seconds("off_seconds", DEFAULT_OFF, LONGEST),
        reboot ? command.seconds("boot_seconds", DEFAULT_BOOT, LONGEST) : Duration.ZERO);
  }

  /** How long it takes besides the switching. */
  Duration waits() {
    return off.plus(boot);
  }

  /** Runs it in this thread. */
  CommandResult run(PowerController power, PowerMemory memory) throws InterruptedException {
    try {
      power.relay(); // a switch that does not answer now is not sent "off" either
    } catch (IOException e) {
      return failed(power, "The power switch did not answer; nothing was switched");
    }
    try {
      memory.owe();
    } catch (IOException e) {
      return CommandResult.failed(
          ErrorCode.INTERNAL,
          "Nothing was switched: the host cannot write down that it has to switch on again",
          "Look whether HOST_DATA_DIR is full");
    }
    try {
      power.off();
      memory.off();
      Thread.sleep(off.toMillis());
    } catch (IOException e) {
      return switchOn(power, memory)
          ? failed(power, "The power switch did not switch off")
          : stillOff(power);
    } catch (InterruptedException e) {
      switchOn(power, memory);
      throw e;
    } catch (RuntimeException | Error e) {
      switchOn(power, memory);
      throw e;
    }
    if (!switchOn(power, memory)) {
      return stillOff(power);
    }
    Thread.sleep(boot.toMillis());
    return CommandResult.ok(null, Map.of("power_state", Relay.ON.wireName()));
  }

  private static boolean switchOn(PowerController power, PowerMemory memory)
      throws InterruptedException {
    try {
      power.on();
    } catch (IOException e) {
      return false; // it stays owed
    }
    memory.settle();
    return true;
  }

  private static CommandResult stillOff(PowerController power) {
    return failed(
        power,
        "The power switch did not answer when it was to switch on again; the host keeps"
            + " trying");
  }

  private static CommandResult failed(PowerController power, String message) {
    Status status = power.status();
    boolean telling = status.state() != State.READY && status.detail() != null;
    return CommandResult.failed(
        ErrorCode.DEVICE_OFFLINE,
        telling ? message + ": " + status.detail() : message,
        status.hint());
  }
}
