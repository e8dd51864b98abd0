package com.virtualpytest.host.host.internal.registry;

import com.virtualpytest.host.host.internal.context.CommandSink;
import com.virtualpytest.host.host.internal.context.ControllerContext;
import com.virtualpytest.host.host.internal.context.ProcessOwners;
import com.virtualpytest.host.host.internal.device.DeviceCatalog;
import com.virtualpytest.host.host.internal.device.EnvironmentDevices;
import com.virtualpytest.host.host.internal.event.EventSink;
import com.virtualpytest.host.host.internal.generation.Generations;
import com.virtualpytest.host.host.internal.generation.Parked;
import com.virtualpytest.host.host.internal.generation.SwapDevices;
import com.virtualpytest.host.host.internal.generation.SwapException;
import com.virtualpytest.host.host.internal.settings.HostSettings;
import com.virtualpytest.host.host.internal.start.SystemStart;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.LoggerFactory;
import org.slf4j.Logger;

/** Connects the registry with the framework's services and gives it its threads. */
@Component(immediate = true, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class RegistryComponent implements DeviceRegistry, SwapDevices {

  private static final Logger log = org.slf4j.LoggerFactory.getLogger(RegistryComponent.class);

  /** After this the drivers of drop-ins have said what they read, on a busy machine too. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, task -> thread("registry-timer", task));
  private final ExecutorService inquiries =
      Executors.newCachedThreadPool(task -> thread("driver-inquiry", task));
  private final Timing timing = Timing.standard();
  private final BundleContext context;
  private final SynchronousBundleListener frameworkStop = this::heard;
  private final Registry registry;
  private final DriverTracker drivers;
  private final Runnable deafness;

  @Activate
  public RegistryComponent(
      BundleContext context,
      @Reference HostSettings settings,
      @Reference DeviceCatalog catalog,
      @Reference EventSink events,
      @Reference LoggerFactory loggers,
      @Reference ProcessOwners processes,
      @Reference SystemStart start,
      @Reference CommandSink commands,
      @Reference Generations generations) {
    this.context = context;
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    registry =
        new Registry(
            new ControllerContext.Shared(settings, events, settings.dataFolder(), commands),
            timing,
            Clock.systemUTC(),
            timer,
            inquiries);
    Duration patience = timing.drain().plus(timing.interrupt().multipliedBy(4));
    drivers = new DriverTracker(context, registry, loggers, processes, generations, patience);
    deafness = catalog.listen(registry::setDevices);
    drivers.open();
    context.addBundleListener(frameworkStop);
    EnvironmentDevices environment = new EnvironmentDevices(settings.all());
    Runnable warning = () -> warnOfUnknown(environment.unknown(registry.settingsRead()));
    start.whenOver(() -> timer.schedule(warning, GRACE.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Before any bundle stops: one that hangs then costs no controller its orderly end. */
  private void heard(BundleEvent event) {
    if (event.getType() == BundleEvent.STOPPING
        && event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
      closeAll();
    }
  }

  @Deactivate
  void stop() {
    context.removeBundleListener(frameworkStop);
    deafness.run();
    closeAll();
    drivers.close();
    timer.shutdownNow();
    inquiries.shutdownNow();
  }

  private void closeAll() {
    try {
      // all at a time; closing the tracker alone would wait for one driver after the other
      registry
          .close()
          .get(timing.stopDrain().plus(timing.interrupt()).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.error("Some controllers are still open while the host stops");
    }
  }

  @Override
  public Snapshot snapshot() {
    return registry.snapshot();
  }

  @Override
  public void prepare(long from, long to) throws SwapException {
    registry.exchange().prepare(from, to);
  }

  @Override
  public Parked handOver(long from, long to) throws SwapException {
    return registry.exchange().handOver(from, to);
  }

  @Override
  public void cancel(long from, long to) {
    registry.exchange().cancel(from, to);
  }

  @Override
  public void withdraw(long id) {
    registry.exchange().withdraw(id);
  }

  @Override
  public void close(long from) {
    registry.exchange().close(from);
  }

  private static void warnOfUnknown(Iterable<String> variables) {
    variables.forEach(variable -> log.warn("{} is set, but nothing reads it", variable));
  }

  private static Thread thread(String name, Runnable task) {
    Thread thread = new Thread(null, task, name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(RegistryComponent.class.getClassLoader());
    return thread;
  }
}
