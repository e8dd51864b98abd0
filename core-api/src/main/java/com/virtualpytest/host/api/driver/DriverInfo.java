package com.virtualpytest.host.api.driver;

import com.virtualpytest.host.api.device.Capability;
import java.util.Set;

/**
 * What a driver says about itself. The same for all its life.
 *
 * @param name the driver's name on the wire: {@code tapo}, {@code android_tv}; shown as the value
 *     of {@code device_capabilities}; small letters, digits, {@code _} and {@code -}, at most 40
 * @param capabilities what its controllers can do; at least one
 * @param shareable true when two controllers of one device may be open at a time, as with a network
 *     protocol; false, the default, when the hardware can be open only once
 * @param settings the device settings that the driver reads, without prefix ({@code POWER_IP}); the
 *     host warns about variables that nobody reads
 */
public record DriverInfo(
    String name, Set<Capability> capabilities, boolean shareable, Set<String> settings) {

  public DriverInfo {
    if (!name.matches("[a-z0-9][a-z0-9_-]{0,39}")) {
      throw new IllegalArgumentException("driver name " + name);
    }
    capabilities = Set.copyOf(capabilities);
    settings = Set.copyOf(settings);
    if (capabilities.isEmpty()) {
      throw new IllegalArgumentException("driver " + name + " has no capability");
    }
  }

  /** A driver with exclusive hardware and no settings of its own. */
  public static DriverInfo of(String name, Capability... capabilities) {
    return new DriverInfo(name, Set.of(capabilities), false, Set.of());
  }

  /** The same driver, able to open one device twice. */
  public DriverInfo asShareable() {
    return new DriverInfo(name, capabilities, true, settings);
  }

  /** The same driver, reading these device settings. */
  public DriverInfo withSettings(String... names) {
    return new DriverInfo(name, capabilities, shareable, Set.of(names));
  }
}
