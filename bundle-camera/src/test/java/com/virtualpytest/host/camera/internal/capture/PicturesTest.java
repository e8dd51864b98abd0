package com.virtualpytest.host.camera.internal.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PicturesTest {
  private final List<byte[]> seen = new ArrayList<>();
  private final Pictures pictures = new Pictures(seen::add);

  private static byte[] jpeg(int size) {
    byte[] jpeg = new byte[size];
    jpeg[0] = (byte) 0xff;
    jpeg[1] = (byte) 0xd8;
    jpeg[size - 2] = (byte) 0xff;
    jpeg[size - 1] = (byte) 0xd9;
    return jpeg;
  }

  private static byte[] part(byte[] jpeg) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        ("--ffmpeg\r\nContent-type: image/jpeg\r\nContent-length: " + jpeg.length + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(jpeg);
    bytes.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
    return bytes.toByteArray();
  }

  @Test
  void takesPicturesApartHoweverTheyArrive() {
    byte[] two = new byte[2 * part(jpeg(1000)).length];
    System.arraycopy(part(jpeg(1000)), 0, two, 0, two.length / 2);
    System.arraycopy(part(jpeg(1000)), 0, two, two.length / 2, two.length / 2);
    for (byte one : two) {
      pictures.accept(ByteBuffer.wrap(new byte[] {one}));
    }
    pictures.accept(ByteBuffer.wrap(two));
    pictures.accept(ByteBuffer.wrap(part(jpeg(900_000))));

    assertThat(seen).hasSize(5);
    assertThat(seen.get(4)).hasSize(900_000);
  }

  @Test
  void beginsInTheMiddle() {
    byte[] part = part(jpeg(1000));
    pictures.accept(ByteBuffer.wrap(part, 500, part.length - 500));
    pictures.accept(ByteBuffer.wrap(part));

    assertThat(seen).hasSize(1);
  }

  @Test
  void beginsBetweenTwo() {
    byte[] part = part(jpeg(1000));
    int boundary = "--ffmpeg\r\n".length();
    pictures.accept(ByteBuffer.wrap(part, boundary, part.length - boundary));
    assertThat(seen).hasSize(1);

    pictures.accept(ByteBuffer.wrap(part));
    assertThat(seen).hasSize(2);
  }

  @Test
  void goesOnAfterOneThatWasCutOff() {
    byte[] part = part(jpeg(1000));
    pictures.accept(ByteBuffer.wrap(part, 0, 400));
    for (int i = 0; i < 3; i++) {
      pictures.accept(ByteBuffer.wrap(part));
    }

    assertThat(seen).hasSize(3);
    assertThat(seen).allMatch(jpeg -> jpeg.length == 1000);
  }
}
