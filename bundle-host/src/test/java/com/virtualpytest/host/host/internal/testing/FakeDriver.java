package com.virtualpytest.host.host.internal.testing;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.driver.DriverInfo;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A driver whose behaviour tests replace piece by piece; it keeps what it opened. */
public class FakeDriver implements Driver {

  /** How it opens. */
  public interface Opener {
    Controller open(DeviceDefinition device, DriverContext context)
        throws SettingException, IOException, InterruptedException;
  }

  public final List<FakeController> opened = new CopyOnWriteArrayList<>();
  public volatile Opener opener = this::openFake;
  private final DriverInfo info;

  public FakeDriver(String name, Capability... capabilities) {
    this.info = DriverInfo.of(name, capabilities);
  }

  private FakeDriver(DriverInfo info) {
    this.info = info;
  }

  /** The same, able to open a device twice. */
  public FakeDriver shareable() {
    return new FakeDriver(info.asShareable());
  }

  @Override
  public DriverInfo info() {
    return info;
  }

  /** Serves what names it in its setting DRIVERS. */
  @Override
  public boolean serves(DeviceDefinition device) {
    return device.has("DRIVERS", info.name());
  }

  @Override
  public Controller open(DeviceDefinition device, DriverContext context)
      throws SettingException, IOException, InterruptedException {
    return opener.open(device, context);
  }

  public FakeController openFake(DeviceDefinition device, DriverContext context) {
    FakeController controller = new FakeController(device, context);
    opened.add(controller);
    return controller;
  }
}
