package com.virtualpytest.host.host.internal.testing;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.ActionDescription;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.driver.ParameterException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A controller that answers {@code ok}; {@code wait} runs until it is released or interrupted, and
 * {@code hang} until it is released.
 */
public class FakeController implements Controller {

  public final DeviceDefinition device;
  public final DriverContext context;
  public final AtomicInteger closes = new AtomicInteger();
  public final CountDownLatch running = new CountDownLatch(1);
  public final CountDownLatch release = new CountDownLatch(1);
  public volatile Supplier<Status> status;
  public volatile Supplier<Status> probe;

  public FakeController(DeviceDefinition device, DriverContext context) {
    this.device = device;
    this.context = context;
    context.status().ready();
    this.status = () -> context.status().current();
    this.probe = () -> context.status().ready();
  }

  @Override
  public Status status() {
    return status.get();
  }

  @Override
  public Status probe() {
    return probe.get();
  }

  @Override
  public List<ActionDescription> actions() {
    return List.of(ActionDescription.of("wait", "remote", "Wait", "Waits"));
  }

  @Override
  public CommandResult execute(Command command) throws ParameterException, InterruptedException {
    switch (command.name()) {
      case "wait" -> {
        running.countDown();
        release.await();
      }
      case "hang" -> {
        running.countDown();
        hang();
      }
      case "throw" -> throw new IllegalStateException("secret text");
      case "link" -> throw new NoClassDefFoundError("Gone");
      case "wrong" -> command.text("key");
      default -> {}
    }
    return CommandResult.ok();
  }

  @Override
  public void close() {
    closes.incrementAndGet();
  }

  /** Ignores every interruption. */
  public void hang() {
    while (release.getCount() > 0) {
      try {
        release.await();
      } catch (InterruptedException e) {
        // that is what this is for
      }
    }
  }
}
