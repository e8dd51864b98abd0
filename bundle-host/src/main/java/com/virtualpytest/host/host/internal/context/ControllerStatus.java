package com.virtualpytest.host.host.internal.context;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.StatusHolder;
import com.virtualpytest.host.api.event.Topics;
import com.virtualpytest.host.host.internal.event.EventSink;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.osgi.service.log.Logger;

/**
 * The state of one driver on one device, over all attempts to open it. A change of state or detail
 * is published and logged once; the same again only refreshes the age.
 */
public final class ControllerStatus implements StatusHolder {

  private final String deviceId;
  private final String driver;
  private final EventSink events;
  private final Logger log;
  private final Clock clock;

  // guarded by this
  private Status current;
  private boolean quiet;
  private long observations;

  public ControllerStatus(
      String deviceId, String driver, EventSink events, Logger log, Clock clock) {
    this.deviceId = deviceId;
    this.driver = driver;
    this.events = events;
    this.log = log;
    this.clock = clock;
    this.current = Status.of(State.STARTING, null, null, clock.instant());
  }

  @Override
  public synchronized Status current() {
    return current;
  }

  @Override
  public synchronized Status set(State state, String detail, String hint) {
    Status before = current;
    current = before.observe(state, detail, hint, clock.instant());
    observations++;
    notifyAll();
    // details may hold counters and times, so only the state decides what is news
    if (state != before.state() && !quiet) {
      report(before, current);
    }
    return current;
  }

  /** Nobody is told of changes from now on: another controller speaks for the device. */
  public synchronized void quiet() {
    quiet = true;
  }

  /** It speaks for the device from now on; what differs from {@code before} is told. */
  public synchronized void speakAfter(Status before) {
    quiet = false;
    if (current.state() == before.state()) {
      current =
          new Status(
              current.state(),
              before.since(),
              current.checkedAt(),
              current.detail(),
              current.hint());
    } else {
      report(before, current);
    }
  }

  /** Waits for the next observation, or until the time is over. */
  public synchronized void awaitObservation(Duration limit) throws InterruptedException {
    long seen = observations;
    long end = System.nanoTime() + limit.toNanos();
    for (long left = limit.toMillis();
        observations == seen && left > 0;
        left = (end - System.nanoTime()) / 1_000_000) {
      wait(left);
    }
  }

  // under the lock, so that changes are told in their order; neither call blocks
  private void report(Status from, Status to) {
    Map<String, Object> event = new HashMap<>();
    event.put(Topics.DEVICE_ID, deviceId);
    event.put("driver", driver);
    event.put("from", from.state().wireName());
    event.put("to", to.state().wireName());
    event.put("detail", to.detail());
    events.publish(Topics.CONTROLLER + "state", event);
    String line = deviceId + " " + driver + ": " + to.state().wireName();
    String text = to.detail() == null ? line : line + ": " + to.detail();
    switch (to.state()) {
      case STARTING, READY, STOPPED, DISABLED -> log.info("{}", text);
      case DEGRADED, BACKOFF, OFFLINE, FAILED -> log.warn("{}", text);
    }
  }
}
