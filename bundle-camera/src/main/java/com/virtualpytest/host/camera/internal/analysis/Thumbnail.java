package com.virtualpytest.host.camera.internal.analysis;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** A small picture as it is compared with others. Immutable. */
final class Thumbnail {
  private static final int DARK = 25;

  private final int width;
  private final int height;

  /** Brightness and colours as the JPEG has them, 0 to 255 without sign, pixel by pixel. */
  private final byte[] samples;

  /** How many samples a pixel has; the first is its brightness. */
  private final int bands;

  private Thumbnail(int width, int height, byte[] samples, int bands) {
    this.width = width;
    this.height = height;
    this.samples = samples;
    this.bands = bands;
  }

  /** Takes one JPEG after the other apart: making a reader for each costs more than reading. */
  static final class Decoder {
    private final ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();

    /**
     * The picture in a JPEG, without turning it into colours of a screen.
     *
     * @throws IOException it is none
     */
    Thumbnail decode(byte[] jpeg) throws IOException {
      try (MemoryCacheImageInputStream in =
          new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg))) {
        reader.setInput(in, true, true);
        Raster raster = reader.readRaster(0, null);
        byte[] samples = ((DataBufferByte) raster.getDataBuffer()).getData();
        return new Thumbnail(raster.getWidth(), raster.getHeight(), samples, raster.getNumBands());
      } catch (RuntimeException e) {
        throw new IOException("no JPEG", e); // the reader's way to say so
      } finally {
        reader.reset();
      }
    }
  }

  /** In pixels. */
  int width() {
    return width;
  }

  /** Which pixels count; null when all do. */
  boolean[] mask(List<Region> ignored) {
    if (ignored.isEmpty()) {
      return null;
    }
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
      black += (samples[i] & 0xff) <= DARK ? 1 : 0;
    }
    return (double) black / (width * height);
  }

  /**
   * How much it differs from another one, as ffmpeg's {@code freezedetect} reckons: the mean of all
   * differences, 0 to 1, where four pixels have one colour. Pictures of another size differ by all.
   *
   * @param counts which pixels count; null when all do
   */
  double difference(Thumbnail other, boolean[] counts) {
    if (other.width != width || other.height != height || other.bands != bands) {
      return 1;
    }
    long sum = 0;
    long count = 0;
    for (int y = 0; y < height; y++) {
      int row = y * width;
      sum += differences(other, counts, row, 1, 0);
      count += counted(counts, row, 1);
      for (int colour = 1; colour < bands && y % 2 == 0; colour++) {
        sum += differences(other, counts, row, 2, colour);
        count += counted(counts, row, 2);
      }
    }
    return count == 0 ? 0 : (double) sum / count / 256;
  }

  /** Of one band in every so many pixels of a row. */
  private int differences(Thumbnail other, boolean[] counts, int row, int step, int band) {
    byte[] mine = samples;
    byte[] others = other.samples;
    int sum = 0;
    int i = row * bands + band;
    for (int pixel = row; pixel < row + width; pixel += step) {
      if (counts == null || counts[pixel]) {
        sum += Math.abs((mine[i] & 0xff) - (others[i] & 0xff));
      }
      i += step * bands;
    }
    return sum;
  }

  private int counted(boolean[] counts, int row, int step) {
    if (counts == null) {
      return (width + step - 1) / step;
    }
    int count = 0;
    for (int pixel = row; pixel < row + width; pixel += step) {
      count += counts[pixel] ? 1 : 0;
    }
    return count;
  }
}
