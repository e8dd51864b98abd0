package com.virtualpytest.host.display.internal.automation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyNamesTest {

  @ParameterizedTest
  @CsvSource({
    "BACK, esc, Escape",
    "Escape, esc, Escape",
    "OK, enter, Return",
    "RETURN, enter, Return",
    "DEL, delete, Delete",
    "PGUP, pageup, Prior",
    "PGDN, pagedown, Next",
    "PRTSC, printscreen, Print",
    "CMD, command, Super_L",
    "ctrl, ctrl, Control_L",
    "F12, f12, F12",
    "A, a, U0061",
    "+, +, U002B",
    "ü, ü, U00FC",
    "' ', ' ', U0020"
  })
  void knowsKeysInAnyCase(String given, String plain, String x) {
    assertThat(KeyNames.plain(given)).isEqualTo(plain);
    assertThat(KeyNames.x(plain)).contains(x);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nokey", "f25", "key --window 1", ""})
  void refusesWhatIsNoKey(String name) {
    assertThat(KeyNames.x(KeyNames.plain(name))).isEmpty();
  }
}
