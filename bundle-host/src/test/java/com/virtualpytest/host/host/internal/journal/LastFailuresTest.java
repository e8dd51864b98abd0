package com.virtualpytest.host.host.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.api.store.CommandReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LastFailuresTest {

  private final LastFailures failures = new LastFailures();

  @Test
  void remembersWhatFailedAndNothingElse() {
    failures.ended(report("press_key", "ok"));
    failures.ended(report("launch_app", "DEADLINE"));
    failures.ended(report("power_on", "CANCELLED"));

    assertThat(failures.newestFirst())
        .extracting(CommandReport::command)
        .containsExactly("power_on", "launch_app");
  }

  @Test
  void forgetsTheOldest() {
    for (int i = 0; i <= LastFailures.KEPT; i++) {
      failures.ended(report("command" + i, "FAILED"));
    }

    assertThat(failures.newestFirst()).hasSize(LastFailures.KEPT);
    assertThat(failures.newestFirst().get(0).command()).isEqualTo("command" + LastFailures.KEPT);
  }

  private static CommandReport report(String command, String outcome) {
    return new CommandReport(
        Instant.EPOCH,
        null,
        "device1",
        "fake",
        command,
        Map.of(),
        outcome,
        null,
        Duration.ZERO,
        Duration.ZERO);
  }
}
