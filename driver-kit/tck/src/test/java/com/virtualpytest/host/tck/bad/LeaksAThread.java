package com.virtualpytest.host.tck.bad;

import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.tck.MemoryContract;
import com.virtualpytest.host.tck.MemoryDriver;
import com.virtualpytest.host.tck.MemoryDriver.MemoryController;
import com.virtualpytest.host.tck.MemoryRelay;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A driver whose controllers leave a thread behind. */
public final class LeaksAThread extends MemoryContract {
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
    Bad(MemoryRelay relay, DriverContext context) {
      super(relay, context);
      Thread forgotten = new Thread(Bad::waitForEver, "forgotten");
      forgotten.setDaemon(true);
      forgotten.start();
    }

    private static void waitForEver() {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
