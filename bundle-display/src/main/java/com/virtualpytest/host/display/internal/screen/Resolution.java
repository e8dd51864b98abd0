package com.virtualpytest.host.display.internal.screen;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size of a screen.
 *
 * @param width in pixels
 * @param height in pixels
 * @param depth bits per pixel: 16 or 24
 */
public record Resolution(int width, int height, int depth) {

  /** What {@link #parse} takes, for messages. */
  public static final String ALLOWED =
      "WIDTHxHEIGHT or WIDTHxHEIGHTxDEPTH with 160 to 7680 by 120 to 4320 pixels and 16 or 24 bits";

  private static final Pattern FORM = Pattern.compile("(\\d{3,4})x(\\d{3,4})(?:x(\\d{2}))?");

  /** Reads {@code 1920x1080x24}; without depth it is 24. Empty when it is not {@link #ALLOWED}. */
  public static Optional<Resolution> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int depth = matcher.group(3) == null ? 24 : Integer.parseInt(matcher.group(3));
    Resolution found =
        new Resolution(
            Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), depth);
    return found.sensible() ? Optional.of(found) : Optional.empty();
  }

  private boolean sensible() {
    return width >= 160
        && width <= 7680
        && height >= 120
        && height <= 4320
        && (depth == 16 || depth == 24);
  }

  @Override
  public String toString() {
    return width + "x" + height + "x" + depth;
  }
}
