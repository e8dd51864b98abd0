package com.virtualpytest.host.host.internal.console.page;

import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.host.internal.lane.LaneException;
import com.virtualpytest.host.host.internal.registry.Binding;
import com.virtualpytest.host.host.internal.registry.DeviceRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the hardware on a person's behalf and waits for the answer, ten seconds and a little. */
final class Probes {

  private static final Logger LOG = LoggerFactory.getLogger(Probes.class);
  private static final Duration BUDGET = Duration.ofSeconds(10);
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private final DeviceRegistry registry;
  private final Clock clock;

  Probes(DeviceRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
  }

  /** Probes one controller; a null or unknown name is told as such. */
  Notice probe(String device, String driver) {
    Optional<Binding> found =
        registry.snapshot().device(String.valueOf(device)).stream()
            .flatMap(bound -> bound.bindings().stream())
            .filter(binding -> binding.driver().equals(driver))
            .findFirst();
    return found
        .map(this::probe)
        .orElseGet(() -> Notice.refused("This driver does not serve this device now", null));
  }

  private Notice probe(Binding binding) {
    String name = binding.device().id() + " " + binding.driver();
    try {
      Status status =
          binding
              .probe(clock.instant().plus(BUDGET))
              .get(BUDGET.plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS);
      String detail = status.detail() == null ? "" : ": " + status.detail();
      String text = name + " was probed and is " + status.state().wireName() + detail;
      return new Notice(status.state().usable(), text, status.hint());
    } catch (TimeoutException e) {
      return Notice.refused(name + " did not answer in time", null);
    } catch (ExecutionException e) {
      return failed(name, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Notice.refused("The host stops", null);
    }
  }

  private static Notice failed(String name, Throwable cause) {
    if (cause instanceof ApiException told) {
      return Notice.refused(name + " cannot be probed: " + told.getMessage(), told.hint());
    }
    if (cause instanceof LaneException late) {
      return Notice.refused(name + " cannot be probed: " + late.getMessage(), null);
    }
    LOG.error("{} failed unexpectedly while it was probed", name, cause);
    return Notice.refused(name + " cannot be probed: the driver failed unexpectedly", null);
  }
}
