package com.virtualpytest.host.host.internal.registry;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.host.internal.context.ControllerContext;
import com.virtualpytest.host.host.internal.generation.SwapException;
import com.virtualpytest.host.host.internal.power.PowerSafety;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Binds devices and drivers as either appears or goes. Safe for all threads; nothing here blocks,
 * and no driver is ever called from the caller's thread or under a lock.
 */
public final class Registry implements DeviceRegistry {

  /** One driver on one device. */
  private record Key(String deviceId, long serviceId) {}

  /** The hardware behind it: two generations of a driver share it. */
  private record Place(String deviceId, String driver) {}

  private final Surroundings with;
  private final Exchange exchange;
  private final AtomicReference<Snapshot> snapshot = new AtomicReference<>(new Snapshot(List.of()));

  // guarded by this
  private List<DeviceDefinition> devices = List.of();
  private final Map<Long, DriverEntry> drivers = new HashMap<>();
  private final Map<Long, DriverEntry> standingBy = new HashMap<>();
  private final Map<Key, Binding> bindings = new HashMap<>();
  private final Map<Place, CompletableFuture<Void>> closing = new HashMap<>();
  private final Set<Binding> worn = new HashSet<>();
  private boolean stopped;

  /**
   * @param timer runs short tasks that do not block; ended by the caller, after {@link #close}
   * @param inquiries runs questions to drivers; must give each a thread, for they can hang
   */
  public Registry(
      ControllerContext.Shared shared,
      Timing timing,
      Clock clock,
      ScheduledExecutorService timer,
      Executor inquiries) {
    PowerSafety power = new PowerSafety(shared.dataFolder(), clock);
    this.with = new Surroundings(shared, timing, clock, timer, inquiries, power);
    this.exchange = new Exchange(this, with);
  }

  @Override
  public Snapshot snapshot() {
    return snapshot.get();
  }

  /** These are the devices from now on. One that did not change keeps its controllers. */
  public void setDevices(List<DeviceDefinition> next) {
    synchronized (this) {
      devices = List.copyOf(next);
    }
    reconcile();
    askDrivers();
  }

  /** A driver appeared. It is asked at once, in another thread, which devices it serves. */
  public void addDriver(DriverRegistration registration) {
    DriverEntry entry = new DriverEntry(registration, with, this::driverAnswered);
    synchronized (this) {
      if (stopped) {
        return;
      }
      drivers.put(registration.serviceId(), entry);
    }
    askDrivers();
  }

  /** A driver appeared that counts for nothing until {@link #replaceDrivers}. */
  public void addStandBy(DriverRegistration registration) {
    synchronized (this) {
      standingBy.put(
          registration.serviceId(), new DriverEntry(registration, with, this::driverAnswered));
    }
  }

  /**
   * The drivers of a bundle that stand by, when they have told what they serve.
   *
   * @throws SwapException one does not tell
   */
  List<DriverEntry> awaitStandBy(long bundleId, Duration limit) throws SwapException {
    List<DriverEntry> entries;
    List<DeviceDefinition> now;
    synchronized (this) {
      entries =
          standingBy.values().stream()
              .filter(entry -> entry.registration().bundleId() == bundleId)
              .toList();
      now = devices;
    }
    entries.forEach(entry -> entry.ask(now));
    long end = System.nanoTime() + limit.toNanos();
    synchronized (this) {
      while (!entries.stream().allMatch(entry -> entry.knows(now))) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new SwapException("Its driver does not tell what it serves", null);
        }
        try {
          wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new SwapException("The host is stopping", null);
        }
      }
    }
    return entries;
  }

  /** What the drivers of a bundle have open. */
  synchronized List<Binding> bindings(long bundleId) {
    return bindings.values().stream()
        .filter(binding -> binding.bundleId() == bundleId)
        .sorted(Comparator.comparing(binding -> binding.device().id()))
        .toList();
  }

  /** The drivers that stood by count from now on, those of the older generation no more. */
  void replaceDrivers(long from, long to) {
    synchronized (this) {
      drivers.values().removeIf(entry -> entry.registration().bundleId() == from);
      standingBy.values().stream()
          .filter(entry -> entry.registration().bundleId() == to)
          .forEach(entry -> drivers.put(entry.registration().serviceId(), entry));
      standingBy.keySet().removeAll(drivers.keySet());
      for (Key key : List.copyOf(bindings.keySet())) {
        Binding binding = bindings.get(key);
        if (key.serviceId() != binding.registration().serviceId()) {
          bindings.remove(key);
          bindings.put(new Key(key.deviceId(), binding.registration().serviceId()), binding);
        }
      }
    }
    reconcile();
    askDrivers();
  }

  /** The drivers of a bundle count no more. What they have open is closed, which is not awaited. */
  void withdrawDrivers(long bundleId) {
    synchronized (this) {
      drivers.values().removeIf(entry -> entry.registration().bundleId() == bundleId);
      standingBy.values().removeIf(entry -> entry.registration().bundleId() == bundleId);
    }
    var unused = reconcile();
  }

  /**
   * What this binding has open is of no use, and its driver opens the device anew.
   *
   * @return complete when it is closed, or was given up
   */
  CompletableFuture<Void> renew(Binding binding) {
    synchronized (this) {
      worn.add(binding);
    }
    return reconcile();
  }

  Exchange exchange() {
    return exchange;
  }

  synchronized boolean isStopped() {
    return stopped;
  }

  /**
   * A driver went.
   *
   * @return complete when all of its controllers are closed, or were given up
   */
  public CompletableFuture<Void> removeDriver(long serviceId) {
    DriverEntry gone;
    synchronized (this) {
      gone = drivers.remove(serviceId);
      standingBy.remove(serviceId);
    }
    CompletableFuture<Void> closed = reconcile();
    if (gone != null) {
      gone.tell("removed");
    }
    return closed;
  }

  /** The device settings that present drivers read, without prefix. */
  public Set<String> settingsRead() {
    Set<String> names = new HashSet<>();
    for (DriverEntry driver : drivers()) {
      if (driver.info() != null) {
        names.addAll(driver.info().settings());
      }
    }
    return names;
  }

  /**
   * Closes all controllers, all at a time.
   *
   * @return complete when they are closed, or were given up
   */
  public CompletableFuture<Void> close() {
    synchronized (this) {
      stopped = true;
      drivers.clear();
    }
    return reconcile();
  }

  private void driverAnswered() {
    synchronized (this) {
      notifyAll();
    }
    reconcile();
    // devices may have changed while the driver thought
    askDrivers();
  }

  private void askDrivers() {
    List<DeviceDefinition> now;
    synchronized (this) {
      now = devices;
    }
    drivers().forEach(driver -> driver.ask(now));
  }

  private synchronized Collection<DriverEntry> drivers() {
    return List.copyOf(drivers.values());
  }

  /** Makes the bindings what devices and drivers ask for; what that means is done unlocked. */
  private CompletableFuture<Void> reconcile() {
    List<Runnable> work = new ArrayList<>();
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    synchronized (this) {
      retire(work, ends);
      worn.clear();
      bind(work);
      publish();
    }
    work.forEach(Runnable::run);
    return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
  }

  private void retire(List<Runnable> work, List<CompletableFuture<Void>> ends) {
    Iterator<Map.Entry<Key, Binding>> all = bindings.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Key, Binding> entry = all.next();
      Binding binding = entry.getValue();
      CloseReason reason = reasonToClose(entry.getKey(), binding);
      if (reason == null) {
        continue;
      }
      all.remove();
      Place place = new Place(binding.device().id(), binding.driver());
      CompletableFuture<Void> closed = new CompletableFuture<>();
      CompletableFuture<Void> end =
          CompletableFuture.allOf(
              closed, closing.getOrDefault(place, CompletableFuture.completedFuture(null)));
      closing.put(place, end);
      ends.add(end);
      work.add(
          () -> {
            end.whenComplete((nothing, failure) -> forget(place, end));
            binding.close(reason).whenComplete((nothing, failure) -> closed.complete(null));
          });
    }
  }

  private CloseReason reasonToClose(Key key, Binding binding) {
    if (stopped) {
      return CloseReason.HOST_STOPPING;
    }
    if (!drivers.containsKey(key.serviceId())) {
      return CloseReason.DRIVER_GONE;
    }
    if (devices.contains(binding.device())) {
      return worn.contains(binding) ? CloseReason.DRIVER_CHANGED : null;
    }
    boolean known = devices.stream().anyMatch(device -> device.id().equals(key.deviceId()));
    return known ? CloseReason.DEVICE_CHANGED : CloseReason.DEVICE_GONE;
  }

  private void bind(List<Runnable> work) {
    for (DriverEntry driver : drivers.values()) {
      for (DeviceDefinition device : devices) {
        Key key = new Key(device.id(), driver.registration().serviceId());
        if (driver.info() == null || !driver.serves(device) || bindings.containsKey(key)) {
          continue;
        }
        Binding binding = new Binding(device, driver, with);
        bindings.put(key, binding);
        CompletableFuture<Void> predecessor =
            closing.getOrDefault(
                new Place(device.id(), driver.name()), CompletableFuture.completedFuture(null));
        work.add(() -> binding.open(predecessor));
      }
    }
  }

  private void publish() {
    List<BoundDevice> bound = new ArrayList<>();
    for (DeviceDefinition device : devices) {
      List<Binding> mine =
          bindings.entrySet().stream()
              .filter(entry -> entry.getKey().deviceId().equals(device.id()))
              .map(Map.Entry::getValue)
              .sorted(Binding.ORDER)
              .toList();
      bound.add(new BoundDevice(device, mine));
    }
    snapshot.set(new Snapshot(bound));
  }

  private synchronized void forget(Place place, CompletableFuture<Void> end) {
    closing.remove(place, end);
  }
}
