package com.virtualpytest.host.host.internal.batch;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.VerificationController;
import com.virtualpytest.host.api.driver.VerificationController.Verdict;
import com.virtualpytest.host.host.internal.batch.VerificationBatch.Check;
import com.virtualpytest.host.host.internal.batch.VerificationResult.Entry;
import com.virtualpytest.host.host.internal.batch.VerificationResult.Evidence;
import com.virtualpytest.host.host.internal.command.CommandTimeout;
import com.virtualpytest.host.host.internal.command.Failed;
import com.virtualpytest.host.host.internal.registry.Binding;
import com.virtualpytest.host.host.internal.registry.DeviceRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Does one batch of checks, one after the other, in the thread that calls. */
final class VerificationRun {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final VerificationBatch batch;
  private final DeviceRegistry registry;
  private final ActionRun.Progress progress;
  private final Clock clock;

  VerificationRun(
      VerificationBatch batch, DeviceRegistry registry, ActionRun.Progress progress, Clock clock) {
    this.batch = batch;
    this.registry = registry;
    this.progress = progress;
    this.clock = clock;
  }

  /**
   * Runs to the end.
   *
   * @throws InterruptedException it was cancelled; a check that ran was interrupted
   */
  VerificationResult run() throws InterruptedException {
    List<Entry> entries = new ArrayList<>();
    List<Evidence> evidence = new ArrayList<>();
    StringBuilder logs = new StringBuilder();
    int total = batch.verifications().size();
    for (Check check : batch.verifications()) {
      progress.at(100 * entries.size() / total, check.command());
      Entry entry = one(check);
      entries.add(entry);
      evidence.add(
          new Evidence(
              check.verificationType(), check.command(), check.paramsOrNone(), entry.success()));
      logs.append(check.command()).append(": ").append(entry.message()).append('\n');
    }
    int passed = (int) entries.stream().filter(Entry::success).count();
    boolean success = batch.oneIsEnough() ? passed > 0 : passed == total;
    String error =
        entries.stream()
            .filter(entry -> !entry.success())
            .map(Entry::message)
            .findFirst()
            .filter(first -> !success)
            .orElse(null);
    return new VerificationResult(
        success,
        total,
        passed,
        total - passed,
        entries,
        "Batch verification completed: " + passed + "/" + total + " passed",
        error,
        logs.toString(),
        List.of(),
        evidence);
  }

  private Entry one(Check check) throws InterruptedException {
    Instant begin = clock.instant();
    Optional<Binding> binding = binding(check.verificationType());
    if (binding.isEmpty()) {
      String type = check.verificationType() == null ? "text" : check.verificationType();
      return Entry.failed(
          check, "No verification_" + type + " controller found for device " + batch.deviceId(), 0);
    }
    Duration limit = CommandTimeout.of(LIMIT, check.paramsOrNone(), Duration.ZERO);
    Command command =
        new Command(check.command(), check.paramsOrNone(), clock.instant().plus(limit));
    CompletableFuture<Verdict> asked =
        binding
            .get()
            .call(
                VerificationController.class,
                check.command(),
                command.deadline(),
                controller -> controller.verify(command));
    try {
      return Entry.of(check, asked.get(), since(begin));
    } catch (InterruptedException e) {
      asked.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      Failed failed =
          Failed.of(e.getCause(), batch.deviceId())
              .orElseThrow(() -> new IllegalStateException("a check failed unexpectedly", e));
      return Entry.failed(check, failed.error(), since(begin));
    }
  }

  private Optional<Binding> binding(String type) {
    return registry
        .snapshot()
        .device(batch.deviceId())
        .flatMap(
            device ->
                device.bindings(Capability.VERIFICATION).stream()
                    .filter(binding -> offers(binding, type))
                    .findFirst());
  }

  private static boolean offers(Binding binding, String type) {
    return binding.verifications().stream().anyMatch(check -> check.type().equals(type));
  }

  private long since(Instant begin) {
    return Duration.between(begin, clock.instant()).toMillis();
  }
}
