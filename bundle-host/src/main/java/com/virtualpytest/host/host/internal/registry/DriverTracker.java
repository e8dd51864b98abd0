package com.virtualpytest.host.host.internal.registry;

import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.host.internal.context.ContextServices;
import com.virtualpytest.host.host.internal.context.DeviceProcesses;
import com.virtualpytest.host.host.internal.context.ProcessOwners;
import com.virtualpytest.host.host.internal.generation.Generations;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/** Tells the registry which driver services come and go, and of which bundle they are. */
final class DriverTracker implements ServiceTrackerCustomizer<Driver, DriverRegistration> {

  private static final org.slf4j.Logger log =
      org.slf4j.LoggerFactory.getLogger(DriverTracker.class);

  private final BundleContext context;
  private final Registry registry;
  private final LoggerFactory loggers;
  private final ProcessOwners processes;
  private final Generations generations;
  private final Duration patience;
  private final ServiceTracker<Driver, DriverRegistration> tracker;

  /**
   * @param patience how long a driver that goes is held until its controllers are closed
   */
  DriverTracker(
      BundleContext context,
      Registry registry,
      LoggerFactory loggers,
      ProcessOwners processes,
      Generations generations,
      Duration patience) {
    this.context = context;
    this.registry = registry;
    this.loggers = loggers;
    this.processes = processes;
    this.generations = generations;
    this.patience = patience;
    this.tracker = new ServiceTracker<>(context, Driver.class, this);
  }

  void open() {
    tracker.open();
  }

  void close() {
    tracker.close();
  }

  @Override
  public DriverRegistration addingService(ServiceReference<Driver> reference) {
    Driver driver = context.getService(reference);
    if (driver == null) {
      log.warn("A driver of {} could not be made", reference.getBundle());
      return null;
    }
    DriverRegistration registration = registration(reference, driver);
    if (generations.standsBy(registration.bundleId())) {
      registry.addStandBy(registration);
    } else {
      registry.addDriver(registration);
    }
    return registration;
  }

  @Override
  public void modifiedService(ServiceReference<Driver> reference, DriverRegistration registration) {
    // a new ranking counts from the driver's next registration on; hardware is not reopened for it
  }

  /**
   * Holds the bundle's stop until its controllers are closed, so that they end with their classes
   * and resources still there.
   */
  @Override
  public void removedService(ServiceReference<Driver> reference, DriverRegistration registration) {
    // a host that stops has less patience than one whose driver is replaced
    CompletableFuture<Void> closed =
        hostStops() ? registry.close() : registry.removeDriver(registration.serviceId());
    try {
      closed.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.error("Controllers of {} are still open after {}", registration.bundle(), patience);
    } finally {
      context.ungetService(reference);
    }
  }

  private boolean hostStops() {
    return context.getBundle(Constants.SYSTEM_BUNDLE_ID).getState() == Bundle.STOPPING;
  }

  private DriverRegistration registration(ServiceReference<Driver> reference, Driver driver) {
    Bundle bundle = reference.getBundle();
    Object ranking = reference.getProperty(Constants.SERVICE_RANKING);
    return new DriverRegistration(
        driver,
        (Long) reference.getProperty(Constants.SERVICE_ID),
        ranking instanceof Integer number ? number : 0,
        bundle.getBundleId(),
        bundle.getSymbolicName(),
        services(bundle));
  }

  private ContextServices services(Bundle bundle) {
    return new ContextServices() {
      @Override
      public Logger logger(String name) {
        return loggers.getLogger(bundle, name, Logger.class);
      }

      @Override
      public DeviceProcesses processes(String prefix) {
        return processes.owned(bundle.getSymbolicName(), prefix);
      }
    };
  }
}
