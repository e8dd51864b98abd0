package com.virtualpytest.host.camera.internal.analysis;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** A small picture as it is compared with others. Immutable. */
final class Thumbnail {
  private final int width;
  private final int height;

  /** Brightness and colours as the JPEG has them, 0 to 255, pixel by pixel. */
  private final int[] samples;

  /** How many samples a pixel has; the first is its brightness. */
  private final int bands;

  private Thumbnail(int width, int height, int[] samples, int bands) {
    this.width = width;
    this.height = height;
    this.samples = samples;
    this.bands = bands;
  }

  /** In pixels. */
  int width() {
    return width;
  }

  /**
   * Takes a JPEG apart, without turning it into colours of a screen.
   *
   * @throws IOException it is none
   */
  static Thumbnail of(byte[] jpeg) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    try (MemoryCacheImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg))) {
      reader.setInput(in, true, true);
      Raster raster = reader.readRaster(0, null);
      int[] samples =
          raster.getPixels(
              raster.getMinX(),
              raster.getMinY(),
              raster.getWidth(),
              raster.getHeight(),
              (int[]) null);
      return new Thumbnail(raster.getWidth(), raster.getHeight(), samples, raster.getNumBands());
    } catch (RuntimeException e) {
      throw new IOException("no JPEG", e); // the reader's way to say so
    } finally {
      reader.dispose();
    }
  }

  /** Which pixels count. */
  boolean[] mask(List<Region> ignored) {
    boolean[] counts = new boolean[width * height];
    for (int i = 0; i < counts.length; i++) {
      int x = i % width;
      int y = i / width;
      counts[i] = ignored.stream().noneMatch(region -> region.holds(x, y, width, height));
    }
    return counts;
  }

  /** The part of the pixels that are as dark as ffmpeg's {@code blackdetect} takes for black. */
  double blackPart() {
    int black = 0;
    for (int i = 0; i < samples.length; i += bands) {
      black += samples[i] <= 25 ? 1 : 0;
    }
    return (double) black / (width * height);
  }

  /**
   * How much it differs from another one, as ffmpeg's {@code freezedetect} reckons: the mean of all
   * differences, 0 to 1. Pictures of another size differ by all.
   */
  double difference(Thumbnail other, boolean[] counts) {
    if (other.width != width || other.height != height || other.bands != bands) {
      return 1;
    }
    long sum = 0;
    long count = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i]) {
        for (int band = i * bands; band < (i + 1) * bands; band++) {
          sum += Math.abs(samples[band] - other.samples[band]);
        }
        count += bands;
      }
    }
    return count == 0 ? 0 : (double) sum / count / 256;
  }
}
