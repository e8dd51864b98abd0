package com.virtualpytest.host.tapo.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.driver.PowerController;
import com.virtualpytest.host.tapo.internal.protocol.Plug;
import com.virtualpytest.host.tapo.internal.protocol.PlugAddress;
import com.virtualpytest.host.tapo.internal.protocol.PlugException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * An open plug. It is asked every few seconds, so that what somebody else does to it is seen, and
 * after each switch, so that success means that the plug says so.
 */
final class TapoController implements PowerController {
  private static final int METER_EVERY = 4;
  private static final int READ_BACKS = 3;
  private static final Duration READ_BACK_PAUSE = Duration.ofMillis(200);

  private final String deviceId;
  private final DriverContext context;
  private final PlugAddress address;
  private final Plug plug;
  private final Clock clock;
  private final Pace pace;
  private volatile PlugFacts facts;
  private volatile Energy energy;
  private volatile boolean metering = true;
  private volatile boolean closed;

  // of the scheduler's one thread
  private Duration pause;
  private int polls;

  /**
   * How often the plug is asked.
   *
   * @param usual while it answers
   * @param longest while it does not; the pause grows from the usual one
   * @param trusted the age up to which what it said counts
   */
  record Pace(Duration usual, Duration longest, Duration trusted) {
    static final Pace STANDARD =
        new Pace(Duration.ofSeconds(3), Duration.ofSeconds(30), Duration.ofSeconds(20));
  }

  TapoController(
      String deviceId,
      DriverContext context,
      PlugAddress address,
      Plug plug,
      Clock clock,
      Pace pace) {
    this.deviceId = deviceId;
    this.context = context;
    this.address = address;
    this.plug = plug;
    this.clock = clock;
    this.pace = pace;
    this.pause = pace.usual();
  }

  /** Begins to ask the plug. */
  void start() {
    next(Duration.ZERO);
  }

  String deviceId() {
    return deviceId;
  }

  PlugAddress address() {
    return address;
  }

  Plug plug() {
    return plug;
  }

  /** What the plug last told; empty when it never did. */
  Optional<PlugFacts> facts() {
    return Optional.ofNullable(facts);
  }

  /** What its meter last told; empty when it never did, or has none. */
  Optional<Energy> energy() {
    return Optional.ofNullable(energy);
  }

  /** False when the plug said that it has no meter. */
  boolean metering() {
    return metering;
  }

  @Override
  public Status status() {
    Status known = context.status().current();
    Instant now = clock.instant();
    if (known.state() != State.READY || known.age(now).compareTo(pace.trusted()) <= 0) {
      return known;
    }
    return new Status(
        State.DEGRADED,
        known.since(),
        known.checkedAt(),
        "The plug was not heard of for " + known.age(now).toSeconds() + " s",
        null);
  }

  @Override
  public Status probe() throws InterruptedException {
    try {
      observe();
    } catch (PlugException e) {
      context.logger().debug("The plug does not answer", e);
    }
    return status();
  }

  @Override
  public void on() throws IOException, InterruptedException {
    switchTo(Relay.ON);
  }

  @Override
  public void off() throws IOException, InterruptedException {
    switchTo(Relay.OFF);
  }

  @Override
  public Relay relay() throws IOException, InterruptedException {
    requireOpen();
    return observe().relay();
  }

  @Override
  public Reading read() throws IOException, InterruptedException {
    requireOpen();
    PlugFacts now = observe();
    return new Reading(now.relay(), now.at(), now.details());
  }

  @Override
  public void close() {
    closed = true;
  }

  /**
   * Forgets the login and what the plug speaks, and asks it anew.
   *
   * @throws IOException this is closed
   */
  Status reconnect() throws IOException, InterruptedException {
    requireOpen();
    plug.forget();
    metering = true;
    return probe();
  }

  /** The plug may be another controller's by now. */
  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("the plug was closed");
    }
  }

  private void switchTo(Relay wanted) throws IOException, InterruptedException {
    requireOpen();
    JsonNode params = JsonNodeFactory.instance.objectNode().put("device_on", wanted == Relay.ON);
    try {
      plug.ask("set_device_info", params);
    } catch (PlugException e) {
      throw failed(e);
    }
    for (int i = 1; observe().relay() != wanted; i++) {
      if (i == READ_BACKS) {
        throw new IOException("the plug did not switch " + wanted.wireName());
      }
      Thread.sleep(READ_BACK_PAUSE.toMillis());
    }
  }

  private PlugFacts observe() throws PlugException, InterruptedException {
    PlugFacts now;
    try {
      now = PlugFacts.of(plug.ask("get_device_info", null), clock.instant());
    } catch (PlugException e) {
      throw failed(e);
    }
    PlugFacts before = facts;
    facts = now;
    context.status().set(State.READY, "The power is " + now.relay().wireName(), null);
    if (before != null && before.relay() != now.relay()) {
      context.publish("power", Map.of("power_state", now.relay().wireName()));
    }
    return now;
  }

  /** Shows a failure as the state that it means, and gives it back. */
  private PlugException failed(PlugException e) {
    State state =
        switch (e.problem()) {
          case CLOSED, UNREACHABLE, SESSION_LOST, OTHER_PROTOCOL, GARBLED -> State.OFFLINE;
          case THIRD_PARTY, WRONG_ACCOUNT -> State.FAILED;
          case LOCKED -> State.BACKOFF;
          case REFUSED -> State.DEGRADED;
        };
    context.status().set(state, e.getMessage(), e.hint());
    return e;
  }

  private void poll() {
    try {
      observe();
      if (metering && polls++ % METER_EVERY == 0) {
        readMeter();
      }
      pause = pace.usual();
    } catch (PlugException e) {
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(pace.longest()) > 0 ? pace.longest() : doubled;
    } catch (InterruptedException e) {
      return; // the scheduler was shut down
    } catch (RuntimeException | LinkageError e) {
      context.logger().error("The plug could not be asked", e);
      context.status().offline("The driver failed unexpectedly", "The host's log has the cause");
    }
    next(pause);
  }

  private void readMeter() throws InterruptedException {
    try {
      energy = Energy.of(plug.ask("get_energy_usage", null), clock.instant());
    } catch (PlugException e) {
      if (e.problem() == PlugException.Problem.REFUSED) {
        metering = false;
        energy = null;
      }
    }
  }

  private void next(Duration delay) {
    if (closed) {
      return;
    }
    try {
      context.scheduler().schedule(this::poll, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      context.logger().debug("The plug was closed meanwhile");
    }
  }
}
