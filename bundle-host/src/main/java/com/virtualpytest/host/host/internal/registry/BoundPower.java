package com.virtualpytest.host.host.internal.registry;

import com.virtualpytest.host.api.driver.PowerController;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.host.internal.power.PowerMemory;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Switches on what a power cycle left off: tried again, later each time, until it succeeds,
 * somebody decides otherwise, or the device is closed. Safe for all threads; never blocks on
 * hardware.
 */
final class BoundPower {

  private final Binding binding;
  private final PowerMemory memory;
  private final Surroundings with;
  private final Backoff backoff;

  // guarded by this
  private boolean trying;

  BoundPower(Binding binding, Surroundings with) {
    this.binding = binding;
    this.memory = with.power().of(binding.device().id(), binding.driver());
    this.with = with;
    this.backoff = with.backoff();
  }

  /** What is known and owed. */
  PowerMemory memory() {
    return memory;
  }

  /**
   * Looks whether anything is owed; to be called when the device was opened, and after commands.
   */
  void check() {
    if (!memory.owed()) {
      return;
    }
    synchronized (this) {
      if (trying) {
        return;
      }
      trying = true;
    }
    attempt();
  }

  private void attempt() {
    binding
        .call(
            PowerController.class,
            "power_on",
            with.clock().instant().plus(with.timing().lastRetry()),
            power -> {
              memory.repay(power);
              return null;
            })
        .whenComplete((nothing, failure) -> attempted(failure));
  }

  private void attempted(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    // an ApiException means that it is not open: opening looks again
    if (cause == null || cause instanceof ApiException || binding.isClosed()) {
      synchronized (this) {
        trying = false;
        backoff.reset();
      }
      return;
    }
    long pause;
    synchronized (this) {
      pause = backoff.next().toMillis();
    }
    with.timer().schedule(this::attempt, pause, TimeUnit.MILLISECONDS);
  }
}
