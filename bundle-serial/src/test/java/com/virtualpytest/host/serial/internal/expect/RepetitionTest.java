package com.virtualpytest.host.serial.internal.expect;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepetitionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?:){2000000000}x",
        "(?:a{0}){2000000000}y",
        "(?:(?:){99999}){99999}x",
        "(?:(?:(?:a?){1000}){1000}){1000}",
        "x(?:[)(]|\\(){200000,}",
      })
  void whatRepeatsWithoutLookingAtTheTextIsRefused(String regex) {
    assertThatThrownBy(() -> Repetition.check(regex))
        .isInstanceOf(PatternSyntaxException.class)
        .hasMessageContaining("100000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}",
        "(?:(?:[0-9a-f]{2} ){16}\\r?\\n){64}",
        "\\Q{999999999}\\E and [{]999999999}",
        "a{2,999999999}",
        "x{0}",
      })
  void whatPeopleWriteIsTaken(String regex) {
    assertThatCode(() -> Repetition.check(regex)).doesNotThrowAnyException();
  }
}
