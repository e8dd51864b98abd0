package com.virtualpytest.host.api.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StatusTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void keepsSinceWhileTheStateStaysAndRefreshesItsEvidence() {
    Status first = Status.of(State.READY, null, null, START);
    Status second = first.observe(State.READY, null, null, START.plusSeconds(5));
    assertThat(second.since()).isEqualTo(START);
    assertThat(second.age(START.plusSeconds(6))).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void entersAnotherStateAnew() {
    Status ready = Status.of(State.READY, null, null, START);
    Status offline = ready.observe(State.OFFLINE, "gone", "plug it in", START.plusSeconds(5));
    assertThat(offline.since()).isEqualTo(START.plusSeconds(5));
    assertThat(offline.detail()).isEqualTo("gone");
  }

  @Test
  void isNeverOfNegativeAge() {
    assertThat(Status.of(State.READY, null, null, START).age(START.minusSeconds(1)))
        .isEqualTo(Duration.ZERO);
  }
}
