package com.virtualpytest.host.host.internal.server;

import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.host.internal.health.Readiness;
import com.virtualpytest.host.host.internal.health.ServiceReport;
import com.virtualpytest.host.host.internal.registry.DeviceRegistry;
import com.virtualpytest.host.host.internal.settings.HostSettings;
import com.virtualpytest.host.host.internal.statistics.Machine;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers this host with the server of {@code SERVER_URL}, from the moment the host is ready
 * until it stops. Without that setting it does nothing. One thread of its own; nothing waits for
 * it.
 */
@Component(immediate = true, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class ServerLink implements ServiceReport {
  private static final Logger LOG = LoggerFactory.getLogger(ServerLink.class);
  private static final Duration STARTING = Duration.ofMillis(250);
  private static final int PING_SECONDS = 300;
  private static final int MAX_PING_SECONDS = 3600;
  private static final long PATIENCE_MILLIS = 1000;
  private static final long STOP_MILLIS = 2500;

  private final Readiness readiness;
  private final Optional<Link> link;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "server-link");

  @Activate
  public ServerLink(
      @Reference HostSettings settings,
      @Reference DeviceRegistry registry,
      @Reference Machine machine,
      @Reference Readiness readiness)
      throws SettingException {
    this.readiness = readiness;
    Duration period =
        Duration.ofSeconds(
            settings.integer("SERVER_PING_SECONDS", PING_SECONDS, 1, MAX_PING_SECONDS));
    Clock clock = Clock.systemUTC();
    this.link =
        settings
            .get("SERVER_URL")
            .map(ServerAddress::of)
            .map(
                server ->
                    link(
                        server,
                        new HostPayloads(settings, registry, machine, clock),
                        period,
                        clock));
    if (link.isPresent()) {
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static Link link(URI server, Payloads payloads, Duration period, Clock clock) {
    return new Link(new ServerClient(server), payloads, period, clock);
  }

  @Override
  public String name() {
    return "server";
  }

  @Override
  public Optional<Status> status() {
    return link.map(Link::status);
  }

  /** Unregisters; takes 3.5 s at most. */
  @Deactivate
  public void stop() {
    stop.countDown();
    try {
      thread.join(PATIENCE_MILLIS);
      thread.interrupt(); // it waits for an answer
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!readiness.ready()) {
        if (stopped(STARTING)) {
          return;
        }
      }
      boolean over = false;
      while (!over) {
        over = stopped(step());
      }
    } catch (InterruptedException e) {
      LOG.trace("The link is interrupted: the host stops");
    }
    end();
  }

  private Duration step() throws InterruptedException {
    try {
      return link.orElseThrow().step();
    } catch (RuntimeException e) {
      LOG.error("The link to the server failed unexpectedly; it goes on", e);
      return Duration.ofSeconds(5);
    }
  }

  private boolean stopped(Duration pause) throws InterruptedException {
    return stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void end() {
    try {
      link.orElseThrow().end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
