package com.virtualpytest.host.host.internal.testing;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.host.internal.context.ContextServices;
import com.virtualpytest.host.host.internal.context.ControllerContext;
import com.virtualpytest.host.host.internal.context.DeviceProcesses;
import com.virtualpytest.host.host.internal.registry.Binding;
import com.virtualpytest.host.host.internal.registry.BoundDevice;
import com.virtualpytest.host.host.internal.registry.DriverRegistration;
import com.virtualpytest.host.host.internal.registry.Registry;
import com.virtualpytest.host.host.internal.registry.Timing;
import com.virtualpytest.host.host.internal.settings.HostSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.awaitility.Awaitility;
import org.osgi.service.log.Logger;

/** A registry with short times and fake surroundings. */
public final class Bench implements AutoCloseable {

  /** Long enough for a loaded machine; nothing waits for its end when all is well. */
  public static final Duration LONG = Duration.ofSeconds(30);

  public final RecordedEvents events = new RecordedEvents();
  public final FakeProcesses processes = new FakeProcesses();
  public final List<String> log = Loggers.lines();
  public final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  public final Registry registry;
  private final ExecutorService inquiries = Executors.newCachedThreadPool();
  private long services;

  public Bench() {
    this(timing(Duration.ofMillis(300), LONG));
  }

  public Bench(Timing timing) {
    this(timing, Path.of("target", "bench"));
  }

  public Bench(Timing timing, Path data) {
    registry =
        new Registry(
            new ControllerContext.Shared(HostSettings.of(Map.of()), events, data),
            timing,
            Clock.systemUTC(),
            timer,
            inquiries);
  }

  public static Timing timing(Duration drain, Duration open) {
    Duration small = Duration.ofMillis(200);
    return new Timing(
        open,
        drain,
        drain,
        small,
        small,
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        LONG,
        LONG,
        LONG,
        LONG,
        LONG);
  }

  public static DeviceDefinition device(String id, String drivers) {
    return new DeviceDefinition(id, "Name of " + id, "stb", Map.of("DRIVERS", drivers));
  }

  /** Adds the driver and gives its service id. */
  public long add(FakeDriver driver) {
    return add(driver, 0);
  }

  public long add(FakeDriver driver, int ranking) {
    long id = ++services;
    registry.addDriver(
        new DriverRegistration(
            driver, id, ranking, 100 + id, "bundle." + driver.getClass(), services()));
    return id;
  }

  /** Adds a driver that stands by and gives the id of its bundle. */
  public long standBy(FakeDriver driver) {
    long id = ++services;
    registry.addStandBy(
        new DriverRegistration(driver, id, 0, 100 + id, "bundle." + driver.getClass(), services()));
    return 100 + id;
  }

  public BoundDevice device(String id) {
    return registry.snapshot().device(id).orElseThrow();
  }

  /** The first binding of that device, when there is one. */
  public Binding binding(String id) {
    Awaitility.await().atMost(LONG).until(() -> !device(id).bindings().isEmpty());
    return device(id).bindings().get(0);
  }

  public Binding awaitState(String id, State state) {
    Binding binding = binding(id);
    Awaitility.await()
        .atMost(LONG)
        .until(() -> binding.status().join().state(), found -> found == state);
    return binding;
  }

  public static Command command(String name) {
    return command(name, LONG);
  }

  public static Command command(String name, Duration limit) {
    return new Command(name, Map.of(), Instant.now().plus(limit));
  }

  @Override
  public void close() {
    registry.close().join();
    timer.shutdownNow();
    inquiries.shutdownNow();
  }

  private ContextServices services() {
    return new ContextServices() {
      @Override
      public Logger logger(String name) {
        return Loggers.into(log);
      }

      @Override
      public DeviceProcesses processes(String prefix) {
        return processes;
      }
    };
  }
}
