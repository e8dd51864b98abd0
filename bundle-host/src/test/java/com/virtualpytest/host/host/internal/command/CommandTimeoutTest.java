package com.virtualpytest.host.host.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandTimeoutTest {
  private static final Duration BESIDE = Duration.ofSeconds(45);

  private static Duration own(Object timeout) {
    Map<String, Object> params = Map.of("timeout_ms", timeout);
    return CommandTimeout.of(BESIDE, params, Duration.ofSeconds(10)).minus(BESIDE);
  }

  @Test
  void aTimeIsANumberOrAText() {
    assertThat(own(120_000)).isEqualTo(Duration.ofMinutes(2));
    assertThat(own("120000")).isEqualTo(Duration.ofMinutes(2));
    assertThat(own(1.5e3)).isEqualTo(Duration.ofMillis(1500));
  }

  @Test
  void whatIsNoSoundTimeDoesNotHoldTheLane() {
    assertThat(own("long")).isEqualTo(Duration.ZERO);
    assertThat(own(-1)).isEqualTo(Duration.ZERO);
    assertThat(own("NaN")).isEqualTo(Duration.ZERO);
    assertThat(own(1e300)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void withoutATimeItIsTheUsualOne() {
    assertThat(CommandTimeout.of(BESIDE, Map.of(), BESIDE)).isEqualTo(Duration.ofSeconds(90));
    assertThat(CommandTimeout.of(BESIDE, Map.of("timeout", 1000), BESIDE))
        .isEqualTo(Duration.ofSeconds(46));
  }
}
