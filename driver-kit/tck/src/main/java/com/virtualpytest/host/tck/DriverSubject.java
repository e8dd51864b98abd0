package com.virtualpytest.host.tck;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.driver.AvController;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.Driver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an author tells the tests of a driver. An implementation has a constructor without
 * parameters, which does nothing: the tests make more than one, in class loaders of their own, too.
 */
public interface DriverSubject {

  /**
   * The programs that the driver asks the host to run, for drivers whose hardware they are: nothing
   * is started; the test says in which state they are, or {@linkplain TestProcesses#runBy who runs
   * them}. Called before {@link #start}.
   */
  default void programs(TestProcesses programs) {}

  /**
   * Prepares what the other methods give: starts a simulator, for example. Called once for each
   * test.
   *
   * @param folder empty, for whatever the simulator needs
   */
  default void start(Path folder) throws Exception {}

  /** Ends what {@link #start} began. Called even when that failed half-way. */
  default void stop() throws Exception {}

  /** A new driver, as the host gets one with each new version of its bundle. */
  Driver newDriver() throws Exception;

  /** A device that the driver serves and that works, with the simulator's address. */
  DeviceDefinition device();

  /** Mistakes in that device's settings that the driver has to notice; at least one. */
  List<WrongSetting> wrongSettings();

  /** The simulator. */
  Hardware hardware();

  /** What the driver reads of the host's settings. */
  default Map<String, String> hostSettings() {
    return Map.of();
  }

  /** Passwords and the like among the settings, which nobody may ever see; none by default. */
  default Set<String> secrets() {
    return Set.of();
  }

  /**
   * A command that works whenever the hardware does, as often as it is sent.
   *
   * @return {@code power_on} for drivers that switch power; others name theirs
   */
  default Sample works() throws Exception {
    if (newDriver().info().capabilities().contains(Capability.POWER)) {
      return Sample.of("power_on");
    }
    throw new IllegalStateException("override works(): name a command that the driver can do");
  }

  /**
   * A command that is still running after several seconds while the hardware is slow.
   *
   * @return by default the one that {@link #works}
   */
  default Sample lasting() throws Exception {
    return works();
  }

  /**
   * Has a controller run a command. What a capability offers as methods rather than as commands, as
   * {@link AvController} does, is called here, under names of the test's own for {@link #works} and
   * {@link #lasting}; all other names go to the controller's {@code execute}. What it throws counts
   * as thrown by that.
   */
  default CommandResult execute(Controller controller, Command command) throws Exception {
    return controller.execute(command);
  }

  /** How long the tests wait for a state to change before they call it a failure. */
  default Duration patience() {
    return Duration.ofSeconds(30);
  }
}
