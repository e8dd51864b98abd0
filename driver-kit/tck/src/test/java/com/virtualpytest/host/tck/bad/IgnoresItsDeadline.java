package com.virtualpytest.host.tck.bad;

import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.driver.ParameterException;
import com.virtualpytest.host.tck.MemoryContract;
import com.virtualpytest.host.tck.MemoryDriver;
import com.virtualpytest.host.tck.MemoryDriver.MemoryController;
import com.virtualpytest.host.tck.MemoryRelay;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** A driver whose commands cannot be interrupted. */
public final class IgnoresItsDeadline extends MemoryContract {
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
    private final MemoryRelay relay;

    Bad(MemoryRelay relay, DriverContext context) {
      super(relay, context);
      this.relay = relay;
    }

    @Override
    public CommandResult execute(Command command) throws ParameterException, InterruptedException {
      Instant end = Instant.now().plus(relay.delay());
      while (Instant.now().isBefore(end)) {
        LockSupport.parkNanos(1_000_000);
      }
      return super.execute(command);
    }
  }
}
