package com.virtualpytest.host.store.internal;

import com.virtualpytest.host.api.store.HostView;
import com.virtualpytest.host.store.internal.spool.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the figures of the machine and its devices: soon after the start, then whenever the clock
 * is at a multiple of the period, when the server is told the same. One thread of its own.
 */
final class Sampler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);

  /** The machine's load is known some seconds after it was first asked for. */
  private static final Duration FIRST = Duration.ofSeconds(10);

  private static final Duration STARTING = Duration.ofMillis(250);
  private static final long END_MILLIS = 500;

  private final HostView view;
  private final Rows rows;
  private final Incidents incidents;
  private final Consumer<Row> sink;
  private final Duration period;
  private final Clock clock;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "store-sampler");

  Sampler(
      HostView view,
      Rows rows,
      Consumer<Row> sink,
      Incidents.Listener listener,
      Duration period,
      Clock clock) {
    this.view = view;
    this.rows = rows;
    this.incidents = new Incidents(rows, listener);
    this.sink = sink;
    this.period = period;
    this.clock = clock;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    end.countDown();
    try {
      thread.join(END_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes all figures once. */
  void sample() {
    Instant now = clock.instant();
    Map<String, ?> machine = view.machine();
    sink.accept(rows.machine(machine, now));
    for (Map<String, ?> device : view.devices()) {
      if (Incidents.watched(device)) {
        sink.accept(rows.device(device, machine, now));
        incidents.look(device, now).forEach(sink);
      }
    }
  }

  private void run() {
    try {
      while (!view.ready()) {
        if (ended(STARTING)) {
          return;
        }
      }
      Duration pause = FIRST.compareTo(period) < 0 ? FIRST : period;
      while (!ended(pause)) {
        trySample();
        pause = untilBoundary();
      }
    } catch (InterruptedException e) {
      LOG.trace("The store ends", e);
    }
  }

  private void trySample() {
    try {
      sample();
    } catch (RuntimeException | LinkageError e) {
      LOG.error("The figures of the host cannot be taken", e);
    }
  }

  private Duration untilBoundary() {
    long length = period.toMillis();
    return Duration.ofMillis(length - clock.millis() % length);
  }

  private boolean ended(Duration pause) throws InterruptedException {
    return end.await(pause.toMillis(), TimeUnit.MILLISECONDS);
  }
}
