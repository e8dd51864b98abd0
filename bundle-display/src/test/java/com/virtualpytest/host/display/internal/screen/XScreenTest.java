package com.virtualpytest.host.display.internal.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XScreenTest {

  @ParameterizedTest
  @ValueSource(strings = {"800x600", "333x250"})
  void showsWhatIsOnTheScreen(String size) throws Exception {
    try (XServer server = new XServer(size + "x24")) {
      server.run("fbsetroot", "-solid", "#2d4a63");
      Picture picture = new XScreen(server.display()).picture();
      assertThat(picture.width() + "x" + picture.height()).isEqualTo(size);
      assertThat(picture.rgb()).containsOnly(0x2d4a63);
      assertThat(Picture.read(picture.png()).rgb()).isEqualTo(picture.rgb());
    }
  }

  @Test
  void understandsScreensOfFewerColours() throws Exception {
    try (XServer server = new XServer("333x250x16")) {
      Picture picture = new XScreen(server.display()).picture();
      assertThat(picture.rgb()).hasSize(333 * 250).containsOnly(0xffffff);
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
