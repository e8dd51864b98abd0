package com.virtualpytest.host.api.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static Command command(Map<String, Object> params) {
    return new Command("tap", params, NOW.plusSeconds(3));
  }

  @Test
  void takesNumbersWrittenAsText() throws ParameterException {
    assertThat(command(Map.of("x", "12")).integer("x", 0, 100)).isEqualTo(12);
    assertThat(command(Map.of("x", 12.0)).integer("x", 0, 100)).isEqualTo(12);
  }

  @Test
  void namesTheParameterThatIsMissingOrWrong() {
    assertThatThrownBy(() -> command(Map.of()).text("key")).hasMessage("key is missing");
    assertThatThrownBy(() -> command(Map.of("key", List.of())).text("key"))
        .hasMessage("key must be a text");
    assertThatThrownBy(() -> command(Map.of("x", 1.5)).integer("x", 0, 100))
        .hasMessage("x must be a whole number from 0 to 100");
    assertThatThrownBy(() -> command(Map.of("x", 101)).integer("x", 0, 100))
        .hasMessage("x must be a whole number from 0 to 100");
  }

  @Test
  void takesNullFromJsonAsMissing() throws ParameterException {
    Map<String, Object> params = new HashMap<>();
    params.put("key", null);
    assertThat(command(params).text("key", "fallback")).isEqualTo("fallback");
  }

  @Test
  void showsNoParametersInItsText() {
    assertThat(command(Map.of("text", "hunter2")).toString()).doesNotContain("hunter2");
  }

  @Test
  void hasNoTimeLeftAfterItsDeadline() {
    assertThat(command(Map.of()).remaining(NOW)).isEqualTo(Duration.ofSeconds(3));
    assertThat(command(Map.of()).remaining(NOW.plusSeconds(9))).isEqualTo(Duration.ZERO);
  }
}
