package com.virtualpytest.host.tck.bad;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.tck.MemoryContract;
import com.virtualpytest.host.tck.MemoryDriver;
import com.virtualpytest.host.tck.MemoryDriver.MemoryController;
import com.virtualpytest.host.tck.MemoryRelay;
import java.time.Duration;
import java.time.Instant;

/** A driver that says ready, whatever its hardware does. */
public final class LiesAboutItsState extends MemoryContract {
  @Override
  protected Driver driver(MemoryRelay hardware) {
    return new MemoryDriver(hardware) {
      @Override
      protected MemoryController controller(MemoryRelay relay, DriverContext context) {
        return new Bad(relay, context);
      }
    };
  }

  @Override
  public Duration patience() {
    return Duration.ofMillis(800);
  }

  private static final class Bad extends MemoryController {
    private final Instant since = Instant.now();

    Bad(MemoryRelay relay, DriverContext context) {
      super(relay, context);
    }

    @Override
    public Status status() {
      return new Status(State.READY, since, Instant.now(), null, null);
    }
  }
}
