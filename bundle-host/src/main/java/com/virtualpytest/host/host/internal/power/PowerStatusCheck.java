package com.virtualpytest.host.host.internal.power;

import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.PowerController;
import com.virtualpytest.host.api.driver.PowerController.Reading;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.host.internal.lane.LaneException;
import com.virtualpytest.host.host.internal.lane.LaneStatus;
import com.virtualpytest.host.host.internal.registry.Binding;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Finds out how a power switch is. A reboot takes its time: meanwhile the switch is not asked, and
 * what was last seen is told, with its age.
 */
final class PowerStatusCheck {

  private static final Duration BUDGET = Duration.ofSeconds(10);

  private final Clock clock;

  PowerStatusCheck(Clock clock) {
    this.clock = clock;
  }

  /** Never fails. */
  CompletableFuture<PowerStatus> of(Binding binding) {
    LaneStatus lane = binding.lane();
    Optional<Reading> last = lane.busy() ? binding.power().last() : Optional.empty();
    return last.map(reading -> told(binding, reading, lane.running()))
        .map(CompletableFuture::completedFuture)
        .orElseGet(() -> asked(binding));
  }

  private CompletableFuture<PowerStatus> asked(Binding binding) {
    return binding
        .call(
            PowerController.class, "getStatus", clock.instant().plus(BUDGET), PowerController::read)
        .handle(
            (reading, failure) ->
                failure == null
                    ? CompletableFuture.completedFuture(told(binding, reading, null))
                    : failed(binding, failure))
        .thenCompose(status -> status);
  }

  private PowerStatus told(Binding binding, Reading reading, String running) {
    return PowerStatus.of(reading, address(binding), running, clock.instant());
  }

  private static CompletableFuture<PowerStatus> failed(Binding binding, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return binding
        .status()
        .thenApply(
            status -> {
              boolean busy = cause instanceof LaneException;
              String why = cause instanceof ApiException || busy ? cause.getMessage() : why(status);
              return PowerStatus.unknown(
                  address(binding), busy && status.state().usable(), why, status.hint());
            });
  }

  private static String why(Status status) {
    return status.state().usable() || status.detail() == null
        ? "The power switch did not answer"
        : status.detail();
  }

  private static String address(Binding binding) {
    return binding.device().get("POWER_IP").orElse(null);
  }
}
