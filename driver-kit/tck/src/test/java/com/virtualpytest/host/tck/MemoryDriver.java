package com.virtualpytest.host.tck;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.driver.DriverInfo;
import com.virtualpytest.host.api.driver.ParameterException;
import com.virtualpytest.host.api.driver.PowerController;
import com.virtualpytest.host.api.http.ErrorCode;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A driver as it should be, for a relay in memory. */
public class MemoryDriver implements Driver {
  private final MemoryRelay relay;

  public MemoryDriver(MemoryRelay relay) {
    this.relay = relay;
  }

  @Override
  public DriverInfo info() {
    return DriverInfo.of("memory", Capability.POWER)
        .asShareable()
        .withSettings("POWER_NAME", "POWER_PWD", "POWER_PORT");
  }

  @Override
  public boolean serves(DeviceDefinition device) {
    return device.has("POWER_NAME", "memory");
  }

  @Override
  public Controller open(DeviceDefinition device, DriverContext context) throws SettingException {
    device.require("POWER_PWD");
    device.integer("POWER_PORT", 80, 1, 65_535);
    MemoryController controller = controller(relay, context);
    context.scheduler().scheduleWithFixedDelay(controller::look, 0, 20, TimeUnit.MILLISECONDS);
    return controller;
  }

  /** What {@link #open} returns. */
  protected MemoryController controller(MemoryRelay hardware, DriverContext context) {
    return new MemoryController(hardware, context);
  }

  /** What it opens. */
  public static class MemoryController implements PowerController {
    private final MemoryRelay relay;
    private final DriverContext context;
    private volatile boolean closed;

    public MemoryController(MemoryRelay relay, DriverContext context) {
      this.relay = relay;
      this.context = context;
    }

    /** Looks at the hardware. */
    protected void look() {
      try {
        relay();
      } catch (IOException e) {
        context.logger().debug("The relay does not answer", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public Status status() {
      return context.status().current();
    }

    @Override
    public Status probe() throws InterruptedException {
      try {
        relay();
      } catch (IOException e) {
        context.logger().debug("The relay does not answer", e);
      }
      return status();
    }

    @Override
    public CommandResult execute(Command command) throws ParameterException, InterruptedException {
      return closed
          ? CommandResult.failed(ErrorCode.UNAVAILABLE, "The controller is closed", null)
          : PowerController.super.execute(command);
    }

    @Override
    public void on() throws IOException, InterruptedException {
      relay.set(Relay.ON);
    }

    @Override
    public void off() throws IOException, InterruptedException {
      relay.set(Relay.OFF);
    }

    @Override
    public Relay relay() throws IOException, InterruptedException {
      try {
        Relay position = relay.ask();
        context.status().ready();
        return position;
      } catch (IOException e) {
        context.status().offline("The relay does not answer", "Put it back");
        throw e;
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
