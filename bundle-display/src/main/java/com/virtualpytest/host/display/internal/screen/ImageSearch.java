package com.virtualpytest.host.display.internal.screen;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Finds a small picture in a large one by normalised cross-correlation over all three colours, as
 * screen automation tools do: 1.0 is the same picture, 0.9 a good likeness. First the very same
 * pixels are looked for; then both pictures made small, and around the best places in full size. A
 * picture of one colour has nothing to correlate; its distance to the colours found counts instead.
 */
public final class ImageSearch {
  private static final int CANDIDATES = 24;
  private static final int SMALLEST_SIDE = 6;

  /**
   * A place.
   *
   * @param x left edge
   * @param y top edge
   * @param width of what was looked for
   * @param height of what was looked for
   * @param likeness up to 1.0
   */
  public record Match(int x, int y, int width, int height, double likeness) {
    /** The middle, where one would click. */
    public int centreX() {
      return x + width / 2;
    }

    /** The middle, where one would click. */
    public int centreY() {
      return y + height / 2;
    }
  }

  private ImageSearch() {}

  /**
   * The best place whose likeness reaches {@code confidence}.
   *
   * @throws InterruptedException the caller no longer wants it
   */
  public static Optional<Match> find(Picture screen, Picture wanted, double confidence)
      throws InterruptedException {
    if (wanted.width() > screen.width() || wanted.height() > screen.height()) {
      return Optional.empty();
    }
    Optional<Match> same = same(screen, wanted);
    if (same.isPresent()) {
      return same;
    }
    int factor = factor(wanted);
    Template full = new Template(wanted);
    PriorityQueue<Match> best = queue();
    if (factor == 1) {
      scan(screen, full, 0, 0, screen.width(), screen.height(), best);
    } else {
      for (Match match : rough(screen, wanted, factor)) {
        int x = match.x() * factor;
        int y = match.y() * factor;
        scan(screen, full, x - 2 * factor, y - 2 * factor, x + factor + 1, y + factor + 1, best);
      }
    }
    return best.stream()
        .max(Comparator.comparingDouble(Match::likeness))
        .filter(match -> match.likeness() >= confidence);
  }

  /** Where the wanted picture lies pixel by pixel; most places differ in the first one asked. */
  private static Optional<Match> same(Picture screen, Picture wanted) throws InterruptedException {
    int[] odd = oddPixels(wanted);
    for (int y = 0; y <= screen.height() - wanted.height(); y++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      for (int x = 0; x <= screen.width() - wanted.width(); x++) {
        if (same(screen, wanted, x, y, odd)) {
          return Optional.of(new Match(x, y, wanted.width(), wanted.height(), 1.0));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean same(Picture screen, Picture wanted, int x, int y, int[] odd) {
    int width = wanted.width();
    for (int i : odd) {
      if (screen.rgb()[(y + i / width) * screen.width() + x + i % width] != wanted.rgb()[i]) {
        return false;
      }
    }
    for (int row = 0; row < wanted.height(); row++) {
      int at = (y + row) * screen.width() + x;
      int from = row * width;
      if (!Arrays.equals(screen.rgb(), at, at + width, wanted.rgb(), from, from + width)) {
        return false;
      }
    }
    return true;
  }

  /** Pixels that differ from their left neighbour: they tell a place from another one soon. */
  private static int[] oddPixels(Picture wanted) {
    return IntStream.range(1, wanted.rgb().length)
        .filter(i -> wanted.rgb()[i] != wanted.rgb()[i - 1])
        .limit(8)
        .toArray();
  }

  /**
   * Good places on small pictures. The wanted picture is made small from every offset, because on
   * the screen it rarely begins where a small pixel does.
   */
  private static PriorityQueue<Match> rough(Picture screen, Picture wanted, int factor)
      throws InterruptedException {
    PriorityQueue<Match> rough = queue();
    Picture small = shrink(screen, factor);
    for (int dy = 0; dy < factor; dy++) {
      for (int dx = 0; dx < factor; dx++) {
        Picture part = wanted.cut(dx, dy, wanted.width() - dx, wanted.height() - dy);
        Template template = new Template(shrink(part, factor));
        scan(small, template, 0, 0, small.width(), small.height(), rough);
      }
    }
    return rough;
  }

  private static PriorityQueue<Match> queue() {
    return new PriorityQueue<>(Comparator.comparingDouble(Match::likeness));
  }

  /** Small enough to be quick, large enough that the wanted picture keeps its features. */
  private static int factor(Picture wanted) {
    int side = Math.min(wanted.width(), wanted.height());
    return Math.max(1, Math.min(4, side / SMALLEST_SIDE));
  }

  private static void scan(
      Picture screen,
      Template wanted,
      int left,
      int top,
      int right,
      int bottom,
      PriorityQueue<Match> best)
      throws InterruptedException {
    int lastX = Math.min(right - 1, screen.width() - wanted.width);
    int lastY = Math.min(bottom - 1, screen.height() - wanted.height);
    for (int y = Math.max(0, top); y <= lastY; y++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      for (int x = Math.max(0, left); x <= lastX; x++) {
        double likeness = wanted.likeness(screen, x, y);
        if (best.size() < CANDIDATES || likeness > best.peek().likeness()) {
          best.add(new Match(x, y, wanted.width, wanted.height, likeness));
          if (best.size() > CANDIDATES) {
            best.remove();
          }
        }
      }
    }
  }

  private static Picture shrink(Picture picture, int factor) {
    int width = picture.width() / factor;
    int height = picture.height() / factor;
    int[] result = new int[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        result[y * width + x] = average(picture, x * factor, y * factor, factor);
      }
    }
    return new Picture(width, height, result);
  }

  private static int average(Picture picture, int left, int top, int side) {
    int red = 0;
    int green = 0;
    int blue = 0;
    for (int y = top; y < top + side; y++) {
      for (int x = left; x < left + side; x++) {
        int pixel = picture.rgb()[y * picture.width() + x];
        red += pixel >> 16 & 0xff;
        green += pixel >> 8 & 0xff;
        blue += pixel & 0xff;
      }
    }
    int count = side * side;
    return ((red / count) << 16) | ((green / count) << 8) | (blue / count);
  }

  /** What is looked for, prepared: each colour less its mean. */
  private static final class Template {
    final int width;
    final int height;
    private final int[] rgb;
    private final float[] deviations;
    private final double norm;

    Template(Picture picture) {
      width = picture.width();
      height = picture.height();
      rgb = picture.rgb();
      deviations = new float[3 * rgb.length];
      double sum = 0;
      for (int channel = 0; channel < 3; channel++) {
        int shift = 16 - 8 * channel;
        double mean = 0;
        for (int pixel : rgb) {
          mean += pixel >> shift & 0xff;
        }
        mean /= rgb.length;
        for (int i = 0; i < rgb.length; i++) {
          double deviation = (rgb[i] >> shift & 0xff) - mean;
          deviations[3 * i + channel] = (float) deviation;
          sum += deviation * deviation;
        }
      }
      norm = Math.sqrt(sum);
    }

    double likeness(Picture screen, int left, int top) {
      return norm < 1 ? closeness(screen, left, top) : correlation(screen, left, top);
    }

    private double correlation(Picture screen, int left, int top) {
      double product = 0;
      long[] sums = new long[3];
      long squares = 0;
      int i = 0;
      for (int y = 0; y < height; y++) {
        int at = (top + y) * screen.width() + left;
        for (int x = 0; x < width; x++, i += 3) {
          int pixel = screen.rgb()[at + x];
          int red = pixel >> 16 & 0xff;
          int green = pixel >> 8 & 0xff;
          int blue = pixel & 0xff;
          product += red * deviations[i] + green * deviations[i + 1] + blue * deviations[i + 2];
          sums[0] += red;
          sums[1] += green;
          sums[2] += blue;
          squares += red * red + green * green + blue * blue;
        }
      }
      double count = rgb.length;
      double variance =
          squares
              - (sums[0] * (double) sums[0]
                      + sums[1] * (double) sums[1]
                      + sums[2] * (double) sums[2])
                  / count;
      return variance < 1 ? 0 : product / (norm * Math.sqrt(variance));
    }

    private double closeness(Picture screen, int left, int top) {
      long distance = 0;
      for (int y = 0; y < height; y++) {
        int at = (top + y) * screen.width() + left;
        for (int x = 0; x < width; x++) {
          int seen = screen.rgb()[at + x];
          int wanted = rgb[y * width + x];
          distance += Math.abs((seen >> 16 & 0xff) - (wanted >> 16 & 0xff));
          distance += Math.abs((seen >> 8 & 0xff) - (wanted >> 8 & 0xff));
          distance += Math.abs((seen & 0xff) - (wanted & 0xff));
        }
      }
      return 1 - distance / (255.0 * 3 * rgb.length);
    }
  }
}
