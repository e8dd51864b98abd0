package com.virtualpytest.host.host.internal.lease;

import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.event.Topics;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.event.EventSink;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Leases of devices. They are optional: a request that carries no lease is served as ever, since
 * the server does the locking; one that carries a lease is refused once somebody else holds the
 * device. Whoever takes a device gets it. Safe for all threads; never blocks.
 */
@Component(service = Leases.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class Leases {
  private final EventSink events;
  private final Clock clock;

  // guarded by this
  private final Map<String, Lease> current = new HashMap<>();
  private long last;

  @Activate
  public Leases(@Reference EventSink events) {
    this(events, Clock.systemUTC());
  }

  Leases(EventSink events, Clock clock) {
    this.events = events;
    this.clock = clock;
    // a number of an earlier run of the host must not fit
    this.last = clock.millis();
  }

  /** Lends the device to that session, whoever had it; the same session gets a longer lease. */
  public Lease take(String deviceId, String holder, Duration length) {
    Lease lease;
    boolean renewed;
    synchronized (this) {
      Optional<Lease> before = held(deviceId);
      renewed = before.map(old -> old.holder().equals(holder)).orElse(false);
      long number = renewed ? before.get().number() : ++last;
      lease = new Lease(number, holder, clock.instant().plus(length));
      current.put(deviceId, lease);
    }
    if (!renewed) {
      tell(deviceId, "taken", lease);
    }
    return lease;
  }

  /** Ends the lease of that session; without a session, or when it has none, nothing happens. */
  public void release(String deviceId, String holder) {
    Lease ended = null;
    synchronized (this) {
      if (held(deviceId).filter(lease -> lease.holder().equals(holder)).isPresent()) {
        ended = current.remove(deviceId);
      }
    }
    if (ended != null) {
      tell(deviceId, "released", ended);
    }
  }

  /** The lease of a device; empty when nobody holds it. */
  public synchronized Optional<Lease> held(String deviceId) {
    return Optional.ofNullable(current.get(deviceId))
        .filter(lease -> clock.instant().isBefore(lease.expiresAt()));
  }

  /** The answer to a command under a lease that has ended; empty when it may go on. */
  public Optional<CommandResult> refusal(String deviceId, Long number) {
    if (number == null
        || held(deviceId).filter(lease -> lease.number() == number.longValue()).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        CommandResult.failed(
            ErrorCode.LEASE_LOST,
            "Lease " + number + " of " + deviceId + " has ended",
            "Take control again"));
  }

  /**
   * Lets a request through that carries no lease, or the one that holds the device now.
   *
   * @throws ApiException {@code LEASE_LOST}: its lease has ended
   */
  public void require(String deviceId, Long number) {
    refusal(deviceId, number).ifPresent(lost -> require(deviceId, lost));
  }

  /**
   * Lets every outcome of a command through but that its lease had ended when its turn came.
   *
   * @throws ApiException {@code LEASE_LOST}
   */
  public static CommandResult require(String deviceId, CommandResult result) {
    if (result.code() == ErrorCode.LEASE_LOST) {
      throw new ApiException(result.code(), result.message(), result.hint(), deviceId);
    }
    return result;
  }

  private void tell(String deviceId, String what, Lease lease) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(Topics.DEVICE_ID, deviceId);
    properties.put("lease", lease.number());
    properties.put("holder", lease.holder());
    events.publish(Topics.LEASE + what, properties);
  }
}
