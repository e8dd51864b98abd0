package com.virtualpytest.host.adb.internal.android;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenSizeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "mDisplayWidth=2340 mDisplayHeight=1080 mCurrentOrientation=1 | Physical size: 1x1 | 2340x1080",
        "mCurrentOrientation=0 | Physical size: 1080x2340                                  | 1080x2340",
        "mCurrentOrientation=1 | Physical size: 1080x2340                                  | 2340x1080",
        "nothing | Physical size: 1080x2340 Override size: 720x1560                        | 720x1560",
        "mDisplayWidth=0 mDisplayHeight=0 | Physical size: 5x7                             | 5x7",
        "mDisplayWidth=99999999999 mDisplayHeight=2 | /system/bin/sh: wm: not found        | none",
      })
  void theSizeIsTakenFromWhatTheDeviceTells(String display, String wm, String expected)
      throws Exception {
    Iterator<String> answers = List.of(display, wm).iterator();
    Optional<ScreenSize> size = ScreenSize.ask(script -> answers.next());
    assertThat(size.map(s -> s.width() + "x" + s.height()))
        .isEqualTo(Optional.ofNullable(expected));
  }
}
