package com.virtualpytest.host.api.driver;

import java.util.Objects;

/**
 * Something on a device's screen. Texts are empty where the device gave none.
 *
 * @param id counts the elements of one dump from 1 on
 * @param text what it shows
 * @param contentDesc its description for people who do not see it
 * @param resourceId its name in the program
 * @param className its kind
 * @param bounds where it is, in pixels
 * @param clickable whether it says that it can be clicked
 * @param enabled whether it is in use
 * @param xpath its place in the tree of the screen; null when that is not known
 */
public record UiElement(
    int id,
    String text,
    String contentDesc,
    String resourceId,
    String className,
    Bounds bounds,
    boolean clickable,
    boolean enabled,
    String xpath) {

  public UiElement {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(contentDesc, "contentDesc");
    Objects.requireNonNull(resourceId, "resourceId");
    Objects.requireNonNull(className, "className");
    Objects.requireNonNull(bounds, "bounds");
  }

  /** A rectangle in pixels from the upper left corner; right and bottom are the first outside. */
  public record Bounds(int left, int top, int right, int bottom) {

    /** The x in the middle. */
    public int centerX() {
      return (left + right) / 2;
    }

    /** The y in the middle. */
    public int centerY() {
      return (top + bottom) / 2;
    }

    /** Whether the two have a pixel in common. */
    public boolean overlaps(Bounds other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }

    /** As Android writes it: {@code [left,top][right,bottom]}. */
    @Override
    public String toString() {
      return "[" + left + "," + top + "][" + right + "," + bottom + "]";
    }
  }
}
