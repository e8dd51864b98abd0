package com.virtualpytest.host.camera.internal.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A part of a still of 1280x720, in pixels. */
public record Region(int x, int y, int width, int height) {
  private static final Pattern FORM =
      Pattern.compile("\\s*(\\d{1,4}),(\\d{1,4}),(\\d{1,4}),(\\d{1,4})\\s*");

  /** The regions in {@code x,y,w,h;x,y,w,h}; empty when it is of another form. */
  public static Optional<List<Region>> parse(String text) {
    List<Region> regions = new ArrayList<>();
    for (String part : text.isBlank() ? new String[0] : text.split(";")) {
      Matcher form = FORM.matcher(part);
      if (!form.matches()) {
        return Optional.empty();
      }
      regions.add(new Region(number(form, 1), number(form, 2), number(form, 3), number(form, 4)));
    }
    return Optional.of(List.copyOf(regions));
  }

  private static int number(Matcher form, int group) {
    return Integer.parseInt(form.group(group));
  }

  /** Whether it holds a pixel of a picture of another size. */
  boolean holds(int px, int py, int pictureWidth, int pictureHeight) {
    long left = (long) px * 1280;
    long top = (long) py * 720;
    return left >= (long) x * pictureWidth
        && left < (long) (x + width) * pictureWidth
        && top >= (long) y * pictureHeight
        && top < (long) (y + height) * pictureHeight;
  }
}
