package com.virtualpytest.host.simulators.android.ui;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;

/** What the system paints over every app: time, battery, the volume, the bar for gestures. */
final class StatusBar {

  /** Stands still, so that two pictures of the same state are the same. */
  static final String TIME = "12:30";

  private StatusBar() {}

  static void paint(Graphics2D g, Theme theme, Color ink) {
    if (theme.tv()) {
      return;
    }
    Rectangle time = new Rectangle(theme.dp(20), 0, theme.dp(100), theme.top());
    Paint.left(g, time, TIME, theme.bold(14), ink);
    int x = theme.width() - theme.dp(42);
    int y = theme.dp(10);
    g.setStroke(new BasicStroke(theme.dp(1)));
    g.drawRoundRect(x, y, theme.dp(22), theme.dp(11), theme.dp(4), theme.dp(4));
    g.fillRect(x + theme.dp(2), y + theme.dp(2), theme.dp(15), theme.dp(7));
    g.fillRect(x + theme.dp(23), y + theme.dp(3), theme.dp(2), theme.dp(5));
    for (int i = 0; i < 4; i++) {
      int height = theme.dp(3 + 3 * i);
      g.fillRect(x - theme.dp(26 - 5 * i), theme.dp(21) - height, theme.dp(3), height);
    }
    Rectangle pill =
        new Rectangle(
            theme.width() / 2 - theme.dp(54),
            theme.height() - theme.dp(12),
            theme.dp(108),
            theme.dp(4));
    Paint.round(g, pill, theme.dp(2), ink);
  }

  /** How loud, shown from the first volume key until the next other input. */
  static void volume(Graphics2D g, Theme theme, int level, int highest, boolean muted) {
    int width = theme.dp(theme.tv() ? 300 : 220);
    Rectangle box =
        new Rectangle(
            theme.width() - width - theme.dp(20), theme.top() + theme.dp(14), width, theme.dp(44));
    Paint.round(g, box, theme.dp(22), new Color(0x2b323d));
    Rectangle text = new Rectangle(box.x + theme.dp(16), box.y, theme.dp(80), box.height);
    Paint.left(g, text, muted ? "Muted" : "Volume", theme.font(13), Color.WHITE);
    Rectangle bar =
        new Rectangle(
            box.x + theme.dp(84), box.y + theme.dp(19), width - theme.dp(104), theme.dp(6));
    Paint.round(g, bar, theme.dp(3), new Color(0x59616e));
    Rectangle loud =
        new Rectangle(bar.x, bar.y, muted ? 0 : bar.width * level / highest, bar.height);
    Paint.round(g, loud, theme.dp(3), new Color(0x7fb0ff));
  }
}
