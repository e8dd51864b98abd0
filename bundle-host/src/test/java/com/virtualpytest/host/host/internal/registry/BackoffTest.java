package com.virtualpytest.host.host.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LAST = Duration.ofSeconds(60);

  @Test
  void pausesGrowToTheLimitAndBeginAgain() {
    Backoff backoff = new Backoff(FIRST, LAST, () -> 0.5);

    assertThat(backoff.next()).isEqualTo(FIRST);
    assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(1));
    for (int i = 0; i < 10; i++) {
      backoff.next();
    }
    assertThat(backoff.next()).isEqualTo(LAST);
    backoff.reset();
    assertThat(backoff.next()).isEqualTo(FIRST);
  }

  @Test
  void pausesAreSpreadByAFifth() {
    assertThat(new Backoff(FIRST, LAST, () -> 0).next()).isEqualTo(Duration.ofMillis(400));
    assertThat(new Backoff(FIRST, LAST, () -> 1).next()).isEqualTo(Duration.ofMillis(600));
  }
}
