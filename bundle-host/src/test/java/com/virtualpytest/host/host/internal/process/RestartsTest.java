package com.virtualpytest.host.host.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartsTest {
  private final Restarts restarts = new Restarts(Timing.production(), () -> 0);

  @Test
  void isImmediateAfterAPhaseOfBeingReady() {
    restarts.ended(null);
    restarts.ended(Duration.ofSeconds(2));
    assertThat(restarts.pause()).isZero();
    assertThat(restarts.failures()).isZero();
  }

  @Test
  void countsStartsThatWereNeverReadyAndShortLives() {
    restarts.ended(null);
    restarts.ended(Duration.ofMillis(1999));
    assertThat(restarts.failures()).isEqualTo(2);
  }

  @Test
  void givesUpAfterFiveInARow() {
    for (int i = 0; i < 4; i++) {
      restarts.ended(null);
    }
    assertThat(restarts.exhausted()).isFalse();
    restarts.ended(null);
    assertThat(restarts.exhausted()).isTrue();
    restarts.reset();
    assertThat(restarts.exhausted()).isFalse();
  }

  @Test
  void doublesThePauseUpToAMinute() {
    restarts.ended(null);
    assertThat(restarts.pause()).isEqualTo(Duration.ofMillis(500));
    restarts.ended(null);
    assertThat(restarts.pause()).isEqualTo(Duration.ofSeconds(1));
    for (int i = 0; i < 50; i++) {
      restarts.ended(null);
    }
    assertThat(restarts.pause()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void jitterOnlyShortens() {
    Restarts jittered = new Restarts(Timing.production(), () -> 1);
    jittered.ended(null);
    assertThat(jittered.pause()).isEqualTo(Duration.ofMillis(375));
  }
}
