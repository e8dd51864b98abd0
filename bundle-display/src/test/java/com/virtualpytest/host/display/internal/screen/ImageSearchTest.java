package com.virtualpytest.host.display.internal.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ImageSearchTest {
  private final Random random = new Random(7);
  private final Picture screen = screen();

  @Test
  void findsTheSamePixels() throws Exception {
    assertThat(find(screen.cut(613, 211, 40, 30), 1.0)).contains(match(613, 211, 40, 30, 1.0));
  }

  @Test
  void findsALikenessOfAnySize() throws Exception {
    for (int side : new int[] {10, 17, 40, 75, 200}) {
      Picture wanted = noisy(screen.cut(333, 177, side, side), 25);
      assertThat(find(wanted, 0.8))
          .as("%d pixels", side)
          .hasValueSatisfying(
              match -> {
                assertThat(match.x()).isEqualTo(333);
                assertThat(match.y()).isEqualTo(177);
                assertThat(match.likeness()).isBetween(0.8, 1.0);
              });
    }
  }

  @Test
  void findsNothingThatIsNotThere() throws Exception {
    assertThat(find(noise(48, 32), 0.8)).isEmpty();
    assertThat(find(noise(300, 300), 0.8)).isEmpty();
  }

  @Test
  void findsNothingThatIsLargerThanTheScreen() throws Exception {
    assertThat(find(noise(1000, 10), 0.1)).isEmpty();
  }

  @Test
  void tellsColoursApart() throws Exception {
    Picture red = plain(20, 20, 0xff0000);
    assertThat(find(red, 0.9)).isEmpty();
    int[] pixels = screen.rgb().clone();
    for (int y = 100; y < 140; y++) {
      for (int x = 50; x < 90; x++) {
        pixels[y * screen.width() + x] = 0xfa0505;
      }
    }
    Optional<ImageSearch.Match> found =
        ImageSearch.find(new Picture(screen.width(), screen.height(), pixels), red, 0.9);
    assertThat(found)
        .hasValueSatisfying(
            match -> {
              assertThat(match.x()).isBetween(45, 75);
              assertThat(match.y()).isBetween(95, 125);
            });
  }

  private Optional<ImageSearch.Match> find(Picture wanted, double confidence) throws Exception {
    return ImageSearch.find(screen, wanted, confidence);
  }

  private static ImageSearch.Match match(int x, int y, int width, int height, double likeness) {
    return new ImageSearch.Match(x, y, width, height, likeness);
  }

  /** Blocks of colour with features of all sizes, as screens have them. */
  private Picture screen() {
    int width = 800;
    int height = 500;
    int[] pixels = plain(width, height, 0x304050).rgb();
    for (int i = 0; i < 4000; i++) {
      int side = 2 + random.nextInt(14);
      int left = random.nextInt(width - side);
      int top = random.nextInt(height - side);
      int colour = random.nextInt(0x10000) * 0x80;
      for (int y = top; y < top + side; y++) {
        for (int x = left; x < left + side; x++) {
          pixels[y * width + x] = colour & 0x7fffff;
        }
      }
    }
    return new Picture(width, height, pixels);
  }

  private Picture noisy(Picture picture, int amount) {
    int[] pixels = picture.rgb().clone();
    for (int i = 0; i < pixels.length; i++) {
      int pixel = 0;
      for (int shift = 16; shift >= 0; shift -= 8) {
        int value = (pixels[i] >> shift & 0xff) + random.nextInt(2 * amount + 1) - amount;
        pixel = pixel << 8 | Math.max(0, Math.min(255, value));
      }
      pixels[i] = pixel;
    }
    return new Picture(picture.width(), picture.height(), pixels);
  }

  private Picture noise(int width, int height) {
    return new Picture(width, height, random.ints((long) width * height, 0, 0x1000000).toArray());
  }

  private static Picture plain(int width, int height, int colour) {
    int[] pixels = new int[width * height];
    java.util.Arrays.fill(pixels, colour);
    return new Picture(width, height, pixels);
  }
}
