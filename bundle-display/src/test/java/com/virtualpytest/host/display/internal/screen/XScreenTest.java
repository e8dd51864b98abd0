package com.virtualpytest.host.display.internal.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XScreenTest {

  @ParameterizedTest
  @CsvSource({"800x600x24, 2d4a63", "333x250x24, 2d4a63", "640x480x16, 2c4a63"})
  void showsWhatIsOnTheScreen(String resolution, String colour) throws Exception {
    try (XServer server = new XServer(resolution)) {
      server.run("fbsetroot", "-solid", "#2d4a63");
      Picture picture = new XScreen(server.display()).picture();
      assertThat(picture.width() + "x" + picture.height())
          .isEqualTo(resolution.replaceFirst("x\\d\\d$", ""));
      int expected = Integer.parseInt(colour, 16);
      for (int shift = 0; shift <= 16; shift += 8) {
        assertThat(picture.rgb()[5000] >> shift & 0xff)
            .isCloseTo(expected >> shift & 0xff, org.assertj.core.data.Offset.offset(8));
      }
      assertThat(Picture.read(picture.png()).rgb()).isEqualTo(picture.rgb());
    }
  }

  @Test
  void saysThatNobodyIsThere() throws Exception {
    String display;
    try (XServer server = new XServer("320x240x24")) {
      display = server.display();
      assertThat(new XSocket(display).served()).isTrue();
    }
    assertThat(new XSocket(display).served()).isFalse();
    assertThatThrownBy(() -> new XScreen(display).picture()).isInstanceOf(IOException.class);
  }
}
