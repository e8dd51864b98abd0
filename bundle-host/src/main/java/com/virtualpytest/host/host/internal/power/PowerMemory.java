package com.virtualpytest.host.host.internal.power;

import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.ParameterException;
import com.virtualpytest.host.api.driver.PowerController;
import com.virtualpytest.host.api.driver.PowerController.Reading;
import com.virtualpytest.host.api.driver.PowerController.Relay;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the commands of one driver on one device, power cycles among them, and remembers what is
 * owed and what was last seen. The methods that take a controller run on its lane; the others are
 * safe for all threads and never block.
 */
public final class PowerMemory {

  private static final Logger log = LoggerFactory.getLogger(PowerMemory.class);

  /** After these somebody has decided how it shall be. */
  private static final Set<String> DECISIONS = Set.of("power_on", "power_off", "toggle");

  private final String device;
  private final String driver;
  private final PowerDebts debts;
  private final Clock clock;
  private volatile Reading last;

  PowerMemory(String device, String driver, PowerDebts debts, Clock clock) {
    this.device = device;
    this.driver = driver;
    this.debts = debts;
    this.clock = clock;
  }

  /** Runs a command: power cycles here, everything else in the controller. */
  public CommandResult execute(Controller controller, Command command)
      throws ParameterException, InterruptedException {
    if (!(controller instanceof PowerController power)) {
      return controller.execute(command);
    }
    if (PowerCycle.isMeant(command)) {
      return PowerCycle.of(command).run(power, this);
    }
    CommandResult result = controller.execute(command);
    if (result != null && result.success() && DECISIONS.contains(command.name())) {
      saw("on".equals(result.data().get("power_state")) ? Relay.ON : Relay.OFF);
      debts.settle(device, driver);
    }
    return result;
  }

  /** Whether it is still to be switched on again. */
  public boolean owed() {
    return debts.owes(device, driver);
  }

  /**
   * Switches on when that is owed.
   *
   * @throws IOException the switch does not answer; it stays owed
   */
  public void repay(PowerController power) throws IOException, InterruptedException {
    if (!owed()) {
      return;
    }
    if (power.relay() == Relay.OFF) {
      power.on();
      log.info("{} {}: switched on again after a power cycle that was broken off", device, driver);
    }
    settle();
  }

  /** What was last seen; empty when nothing was. */
  Optional<Reading> last() {
    return Optional.ofNullable(last);
  }

  /** Asks the switch, and remembers. */
  Reading read(PowerController power) throws IOException, InterruptedException {
    Reading reading = power.read();
    last = reading;
    return reading;
  }

  /**
   * It will be off.
   *
   * @throws IOException the disk does not take it
   */
  void owe() throws IOException {
    debts.owe(device, driver, clock.instant());
  }

  /** It is off. */
  void off() {
    saw(Relay.OFF);
  }

  /** It is on. */
  void settle() {
    saw(Relay.ON);
    debts.settle(device, driver);
  }

  private void saw(Relay relay) {
    Reading before = last;
    Map<String, Object> details = before == null ? Map.of() : before.details();
    last = new Reading(relay, clock.instant(), details);
  }
}
