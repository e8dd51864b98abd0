package com.virtualpytest.host.adb.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.ParameterException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AndroidMobileControllerTest {

  private static Duration timeout(Map<String, Object> params) throws ParameterException {
    return AndroidMobileController.timeout(
        new Command("waitForElementToAppear", params, Instant.MAX));
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "1500,1500",
    "99.9,99",
    "60000,60000",
    "60001,60000",
    "1e300,60000",
    "Infinity,60000"
  })
  void aCheckWaitsForMillisecondsAMinuteAtMost(String given, long millis) throws Exception {
    assertThat(timeout(Map.of("timeout", given))).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void aCheckWithoutATimeLooksOnce() throws Exception {
    assertThat(timeout(Map.of())).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "soon", "NaN"})
  void whatIsNoTimeIsRefused(String given) {
    assertThatThrownBy(() -> timeout(Map.of("timeout", given)))
        .isInstanceOf(ParameterException.class)
        .hasMessage("timeout must be a number of milliseconds");
  }
}
