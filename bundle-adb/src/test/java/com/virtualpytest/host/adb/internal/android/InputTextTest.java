package com.virtualpytest.host.adb.internal.android;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.adb.internal.client.ShellScript;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class InputTextTest {

  /** Devices up to Android 6 take 4096 bytes at a time. */
  @Test
  void aLongTextForTheKeyboardIsSentInPiecesThatOldDevicesTake() {
    String text = "é€😀x".repeat(800);
    List<ShellScript> pieces = InputText.broadcasts(text);
    assertThat(pieces).hasSizeGreaterThan(1).allMatch(piece -> piece.length() <= 3000);
    String typed =
        pieces.stream()
            .map(piece -> piece.toString().replace("'", ""))
            .map(line -> line.substring(line.lastIndexOf(' ') + 1))
            .map(encoded -> new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8))
            .collect(Collectors.joining());
    assertThat(typed).isEqualTo(text);
  }
}
