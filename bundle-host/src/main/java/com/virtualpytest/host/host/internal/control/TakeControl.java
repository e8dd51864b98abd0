package com.virtualpytest.host.host.internal.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.lane.LaneException;
import com.virtualpytest.host.host.internal.lane.LaneStatus;
import com.virtualpytest.host.host.internal.lease.Lease;
import com.virtualpytest.host.host.internal.registry.Binding;
import com.virtualpytest.host.host.internal.registry.BoundDevice;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which controllers of a device answer now: all are probed at the same time. One that is
 * busy with a command cannot be probed; it counts as available while its last evidence is younger
 * than half a minute, and what it does is told otherwise.
 */
public final class TakeControl {

  private static final Logger log = LoggerFactory.getLogger(TakeControl.class);
  private static final Duration TRUSTED = Duration.ofSeconds(30);

  /**
   * The answer.
   *
   * @param availableControllers the capabilities that answered
   * @param warning those that did not, with the reason; left out when all did
   * @param lease what later requests may carry; left out when none was asked for
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Answer(
      boolean success, List<String> availableControllers, String warning, Lease lease) {

    Answer with(Lease taken) {
      return new Answer(success, availableControllers, warning, taken);
    }
  }

  private final Clock clock;
  private final Duration budget;

  /**
   * @param budget how long all probes may take, together
   */
  TakeControl(Clock clock, Duration budget) {
    this.clock = clock;
    this.budget = budget;
  }

  /** Never fails; complete within the budget and a little. */
  CompletableFuture<Answer> of(BoundDevice device) {
    Map<Binding, CompletableFuture<String>> reasons = new LinkedHashMap<>();
    device.bindings().forEach(binding -> reasons.put(binding, reason(binding)));
    return CompletableFuture.allOf(reasons.values().toArray(CompletableFuture[]::new))
        .thenApply(nothing -> answer(device, reasons));
  }

  private static Answer answer(
      BoundDevice device, Map<Binding, CompletableFuture<String>> reasons) {
    List<String> available = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (Capability capability : device.capabilities()) {
      boolean answers = false;
      for (Binding binding : device.bindings(capability)) {
        String reason = reasons.get(binding).join();
        answers |= reason == null;
        if (reason != null) {
          warnings.add(capability.wireName() + ": " + reason);
        }
      }
      if (answers) {
        available.add(capability.wireName());
      }
    }
    return new Answer(
        true, available, warnings.isEmpty() ? null : String.join("; ", warnings), null);
  }

  /** Why the controller is not available; null when it is. */
  private CompletableFuture<String> reason(Binding binding) {
    return binding
        .status()
        .thenCompose(
            known -> {
              LaneStatus lane = binding.lane();
              // opening is no reason to answer at once: it may be done within the budget
              boolean busy = lane.busy() && known.state() != State.STARTING;
              return busy && (lane.stuck() || trusted(known))
                  ? CompletableFuture.completedFuture(busyReason(binding, known))
                  : probe(binding);
            });
  }

  private CompletableFuture<String> probe(Binding binding) {
    return binding
        .probe(clock.instant().plus(budget))
        .handle(
            (status, failure) ->
                failure == null
                    ? CompletableFuture.completedFuture(reasonOf(binding, status))
                    : failed(binding, failure))
        .thenCompose(reason -> reason);
  }

  private CompletableFuture<String> failed(Binding binding, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof ApiException known) {
      return CompletableFuture.completedFuture(known.getMessage());
    }
    if (cause instanceof LaneException late) {
      boolean busy = late.code() == ErrorCode.DEADLINE || late.code() == ErrorCode.LANE_FULL;
      return busy
          ? binding.status().thenApply(known -> busyReason(binding, known))
          : CompletableFuture.completedFuture(late.getMessage());
    }
    log.error("{} failed unexpectedly while it was probed", binding, cause);
    return CompletableFuture.completedFuture("The driver failed unexpectedly");
  }

  private String busyReason(Binding binding, Status known) {
    LaneStatus lane = binding.lane();
    if (lane.stuck()) {
      return binding.driver() + " hangs in " + lane.running();
    }
    boolean probing = !lane.busy() || lane.running().equals("probe");
    if (!probing && trusted(known)) {
      return null;
    }
    if (!known.state().usable()) {
      return ControllerView.sentence(binding, known);
    }
    return probing
        ? binding.driver() + " did not answer in time"
        : "%s is busy with %s for %d s"
            .formatted(binding.driver(), lane.running(), lane.runningFor().toSeconds());
  }

  private static String reasonOf(Binding binding, Status status) {
    return status.state().usable() ? null : ControllerView.sentence(binding, status);
  }

  private boolean trusted(Status known) {
    return known.state().usable() && known.age(clock.instant()).compareTo(TRUSTED) < 0;
  }
}
