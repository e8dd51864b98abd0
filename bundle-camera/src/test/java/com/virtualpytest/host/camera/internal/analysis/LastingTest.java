package com.virtualpytest.host.camera.internal.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LastingTest {
  private static final Instant BEGIN = Instant.EPOCH;

  private final Lasting lasting = new Lasting();

  @Test
  void twoSecondsAreLong() {
    assertThat(lasting.see(true, BEGIN)).isNull();
    assertThat(lasting.see(true, BEGIN.plusMillis(1999))).isNull();
    assertThat(lasting.see(true, BEGIN.plusMillis(2000))).isEqualTo(BEGIN);
    assertThat(lasting.see(true, BEGIN.plusMillis(9000))).isEqualTo(BEGIN);
  }

  @Test
  void anInterruptionBeginsAnew() {
    lasting.see(true, BEGIN);
    assertThat(lasting.see(false, BEGIN.plusMillis(1900))).isNull();
    assertThat(lasting.see(true, BEGIN.plusMillis(2100))).isNull();
    lasting.forget();
    assertThat(lasting.see(true, BEGIN.plusMillis(5000))).isNull();
    assertThat(lasting.see(true, BEGIN.plusMillis(7000))).isEqualTo(BEGIN.plusMillis(5000));
  }
}
