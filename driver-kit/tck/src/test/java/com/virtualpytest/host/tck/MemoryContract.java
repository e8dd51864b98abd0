package com.virtualpytest.host.tck;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.driver.Driver;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the contract has to know of {@link MemoryDriver} and its kind. */
public abstract class MemoryContract extends DriverContract {
  private final MemoryRelay relay = new MemoryRelay();

  /** The driver. */
  protected abstract Driver driver(MemoryRelay hardware);

  @Override
  public Driver newDriver() {
    return driver(relay);
  }

  @Override
  public DeviceDefinition device() {
    return new DeviceDefinition(
        "device2", "TV", "tv", Map.of("POWER_NAME", "Memory", "POWER_PWD", "s3cret"));
  }

  @Override
  public List<WrongSetting> wrongSettings() {
    return List.of(WrongSetting.missing("POWER_PWD"), new WrongSetting("POWER_PORT", "0"));
  }

  @Override
  public Set<String> secrets() {
    return Set.of("s3cret");
  }

  @Override
  public Hardware hardware() {
    return relay;
  }
}
