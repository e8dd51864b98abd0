package com.virtualpytest.host.display.internal.screen;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pixels in memory, not to be changed; the classes used for files need no display. */
public final class Picture {

  /** A larger one would not fit into the memory of this host. */
  private static final int MAX_PIXELS = 40_000_000;

  private final int width;
  private final int height;
  private final int[] rgb;

  /**
   * @param width in pixels
   * @param height in pixels
   * @param rgb row by row, 0xRRGGBB; belongs to the picture from now on
   */
  Picture(int width, int height, int[] rgb) {
    this.width = width;
    this.height = height;
    this.rgb = rgb;
  }

  /** In pixels. */
  public int width() {
    return width;
  }

  /** In pixels. */
  public int height() {
    return height;
  }

  /** Row by row, 0xRRGGBB; the picture's own. */
  int[] rgb() {
    return rgb;
  }

  /**
   * Reads a PNG, JPEG, BMP or GIF.
   *
   * @throws IOException it is none, or broken, or too large
   */
  public static Picture read(byte[] file) throws IOException {
    BufferedImage image;
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      var readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("not an image");
      }
      var reader = readers.next();
      try {
        reader.setInput(in, true, true);
        if ((long) reader.getWidth(0) * reader.getHeight(0) > MAX_PIXELS) {
          throw new IOException("the image is too large");
        }
        image = reader.read(0);
      } catch (RuntimeException e) {
        throw new IOException("broken image", e);
      } finally {
        reader.dispose();
      }
    }
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] &= 0xffffff;
    }
    return new Picture(image.getWidth(), image.getHeight(), pixels);
  }

  /** The file format PNG. */
  public byte[] png() throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, rgb, 0, width);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    var writer = ImageIO.getImageWritersByFormatName("png").next();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(image);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** A part of it; what lies outside is cut off. */
  public Picture cut(int x, int y, int partWidth, int partHeight) {
    int left = Math.max(0, Math.min(x, width));
    int top = Math.max(0, Math.min(y, height));
    int right = Math.max(left, Math.min(width, x + partWidth));
    int bottom = Math.max(top, Math.min(height, y + partHeight));
    int[] part = new int[(right - left) * (bottom - top)];
    for (int row = top; row < bottom; row++) {
      System.arraycopy(rgb, row * width + left, part, (row - top) * (right - left), right - left);
    }
    return new Picture(right - left, bottom - top, part);
  }
}
