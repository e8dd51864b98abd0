package com.virtualpytest.host.host.internal.registry;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.host.internal.context.ControllerContext;
import com.virtualpytest.host.host.internal.context.ControllerStatus;
import com.virtualpytest.host.host.internal.lane.Lane;
import com.virtualpytest.host.host.internal.power.PowerSafety;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import org.osgi.service.log.Logger;

/**
 * What the parts of a registry share.
 *
 * @param shared what contexts are made of
 * @param timing how long to wait
 * @param clock the time
 * @param timer runs short tasks that do not block
 * @param inquiries runs questions to drivers, which may hang; has a thread for each
 * @param power does power cycles
 */
record Surroundings(
    ControllerContext.Shared shared,
    Timing timing,
    Clock clock,
    ScheduledExecutorService timer,
    Executor inquiries,
    PowerSafety power) {

  Lane lane(String name) {
    return new Lane(name, clock, timer, timing.idle(), timing.interrupt());
  }

  Backoff backoff() {
    return new Backoff(
        timing.firstRetry(), timing.lastRetry(), () -> ThreadLocalRandom.current().nextDouble());
  }

  ControllerContext context(DeviceDefinition device, DriverEntry driver, ControllerStatus status) {
    return new ControllerContext(
        device, driver.name(), shared, driver.registration().services(), status);
  }

  ControllerStatus status(DeviceDefinition device, DriverEntry driver) {
    Logger logger = driver.registration().services().logger(driver.name() + "." + device.id());
    return new ControllerStatus(device.id(), driver.name(), shared.events(), logger, clock);
  }
}
