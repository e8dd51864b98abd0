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
  private static final int SMALLEST_SIDE = 8;
  private static final int LARGEST_FACTOR = 16;

  /** Pixels of the wanted picture that are compared while its place is not yet known well. */
  private static final int SAMPLES = 500;

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
    PriorityQueue<Match> near = queue();
    Template sample = Template.sampleOf(wanted);
    if (factor == 1) {
      scan(screen, sample, 0, 0, screen.width(), screen.height(), near);
    } else {
      for (Match match : rough(screen, wanted, factor)) {
        int x = match.x() * factor;
        int y = match.y() * factor;
        scan(screen, sample, x - factor, y - factor, x + factor, y + factor, near);
      }
    }
    return best(screen, wanted, near, confidence);
  }

  private static Optional<Match> best(
      Picture screen, Picture wanted, PriorityQueue<Match> places, double confidence) {
    Template full = Template.of(wanted);
    return places.stream()
        .map(place -> full.at(screen, place.x(), place.y()))
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
    int step = Math.max(1, factor / 4);
    for (int dy = 0; dy < factor; dy += step) {
      for (int dx = 0; dx < factor; dx += step) {
        Picture part = wanted.cut(dx, dy, wanted.width() - dx, wanted.height() - dy);
        Template template = Template.of(shrink(part, factor));
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
    return Math.max(1, Math.min(LARGEST_FACTOR, side / SMALLEST_SIDE));
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
        if (best.size() < CANDIDATES || likeness > best.element().likeness()) {
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

  /** Pixels of what is looked for, prepared: each colour less its mean. */
  private static final class Template {
    final int width;
    final int height;
    private final int[] columns;
    private final int[] rows;
    private final int[] rgb;
    private final float[] deviations;
    private final double norm;

    /**
     * @param stride in both directions, from one pixel that counts to the next
     */
    private Template(Picture picture, int stride) {
      width = picture.width();
      height = picture.height();
      int across = (width + stride - 1) / stride;
      int count = across * ((height + stride - 1) / stride);
      columns = new int[count];
      rows = new int[count];
      rgb = new int[count];
      for (int i = 0; i < count; i++) {
        columns[i] = i % across * stride;
        rows[i] = i / across * stride;
        rgb[i] = picture.rgb()[rows[i] * width + columns[i]];
      }
      deviations = new float[3 * count];
      norm = Math.sqrt(deviate(16, 0) + deviate(8, 1) + deviate(0, 2));
    }

    static Template of(Picture picture) {
      return new Template(picture, 1);
    }

    static Template sampleOf(Picture picture) {
      double pixels = (double) picture.width() * picture.height();
      return new Template(picture, (int) Math.ceil(Math.sqrt(pixels / SAMPLES)));
    }

    /** Fills in one colour's deviations from its mean; returns the sum of their squares. */
    private double deviate(int shift, int channel) {
      double mean = 0;
      for (int pixel : rgb) {
        mean += pixel >> shift & 0xff;
      }
      mean /= rgb.length;
      double sum = 0;
      for (int i = 0; i < rgb.length; i++) {
        double deviation = (rgb[i] >> shift & 0xff) - mean;
        deviations[3 * i + channel] = (float) deviation;
        sum += deviation * deviation;
      }
      return sum;
    }

    Match at(Picture screen, int x, int y) {
      return new Match(x, y, width, height, likeness(screen, x, y));
    }

    double likeness(Picture screen, int left, int top) {
      return norm < 1 ? closeness(screen, left, top) : correlation(screen, left, top);
    }

    private double correlation(Picture screen, int left, int top) {
      double product = 0;
      long redSum = 0;
      long greenSum = 0;
      long blueSum = 0;
      long squares = 0;
      for (int i = 0; i < rgb.length; i++) {
        int pixel = screen.rgb()[(top + rows[i]) * screen.width() + left + columns[i]];
        int red = pixel >> 16 & 0xff;
        int green = pixel >> 8 & 0xff;
        int blue = pixel & 0xff;
        product +=
            red * deviations[3 * i] + green * deviations[3 * i + 1] + blue * deviations[3 * i + 2];
        redSum += red;
        greenSum += green;
        blueSum += blue;
        squares += red * red + green * green + blue * blue;
      }
      double means = square(redSum) + square(greenSum) + square(blueSum);
      double variance = squares - means / rgb.length;
      return variance < 1 ? 0 : product / (norm * Math.sqrt(variance));
    }

    private double closeness(Picture screen, int left, int top) {
      long distance = 0;
      for (int i = 0; i < rgb.length; i++) {
        int seen = screen.rgb()[(top + rows[i]) * screen.width() + left + columns[i]];
        for (int shift = 0; shift <= 16; shift += 8) {
          distance += Math.abs((seen >> shift & 0xff) - (rgb[i] >> shift & 0xff));
        }
      }
      return 1 - distance / (255.0 * 3 * rgb.length);
    }

    private static double square(long sum) {
      return (double) sum * sum;
    }
  }
}
