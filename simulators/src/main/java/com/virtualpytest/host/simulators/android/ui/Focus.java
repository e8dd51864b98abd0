package com.virtualpytest.host.simulators.android.ui;

import java.awt.Rectangle;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Where the D-pad leads: to the nearest view in its direction. */
final class Focus {

  private Focus() {}

  /** The view that has the focus in this tree. */
  static Optional<Node> current(Node root, String key) {
    return focusable(root).stream().filter(node -> node.key().equals(key)).findFirst();
  }

  /** What a TV gives the focus to before a key is pressed. */
  static Optional<Node> first(Node root) {
    return focusable(root).stream().findFirst();
  }

  /** The nearest one in that direction, also where one has to scroll to. */
  static Optional<Node> next(Node root, Node from, String direction) {
    Rectangle start = from.bounds();
    return focusable(root).stream()
        .filter(node -> node != from && beyond(start, node.bounds(), direction))
        .min(Comparator.comparingLong(node -> distance(start, node.bounds(), direction)));
  }

  private static List<Node> focusable(Node root) {
    return root.all().stream().filter(Node::isClickable).toList();
  }

  private static boolean beyond(Rectangle a, Rectangle b, String direction) {
    return switch (direction) {
      case "DPAD_UP" -> b.getMaxY() <= a.y;
      case "DPAD_DOWN" -> b.y >= a.getMaxY();
      case "DPAD_LEFT" -> b.getMaxX() <= a.x;
      default -> b.x >= a.getMaxX();
    };
  }

  /** Along the direction, and twice what lies across it and does not overlap. */
  private static long distance(Rectangle a, Rectangle b, String direction) {
    boolean vertical = direction.equals("DPAD_UP") || direction.equals("DPAD_DOWN");
    long along =
        Math.round(
            vertical
                ? Math.abs(a.getCenterY() - b.getCenterY())
                : Math.abs(a.getCenterX() - b.getCenterX()));
    long across =
        vertical
            ? gap(a.x, a.getMaxX(), b.x, b.getMaxX())
            : gap(a.y, a.getMaxY(), b.y, b.getMaxY());
    return along + 2 * across;
  }

  private static long gap(double start, double end, double otherStart, double otherEnd) {
    return Math.round(Math.max(0, Math.max(otherStart - end, start - otherEnd)));
  }
}
