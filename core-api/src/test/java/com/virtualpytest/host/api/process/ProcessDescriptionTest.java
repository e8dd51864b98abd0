package com.virtualpytest.host.api.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessDescriptionTest {

  private static ProcessDescription xvfb() {
    return ProcessDescription.of("xvfb", "Xvfb", ":1")
        .withEnvironment(Map.of("A", "b"))
        .readyWhen(new Probe.Tcp("127.0.0.1", 6001), Duration.ofSeconds(3))
        .after("other");
  }

  @Test
  void isEqualWhenItMeansTheSameProcess() {
    assertThat(xvfb()).isEqualTo(xvfb());
    assertThat(xvfb()).isNotEqualTo(xvfb().withEnvironment(Map.of("A", "c")));
    assertThat(xvfb()).isNotEqualTo(xvfb().readyWhen(new Probe.Alive(), Duration.ofSeconds(3)));
  }

  @Test
  void refusesWhatCannotBeAProcess() {
    assertThatThrownBy(() -> ProcessDescription.of("a b", "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ProcessDescription.of("x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Probe.Tcp("localhost", 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
