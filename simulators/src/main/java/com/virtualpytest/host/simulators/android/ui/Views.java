package com.virtualpytest.host.simulators.android.ui;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;

/** The views that pages are made of. */
record Views(Theme theme) {

  private static final String WIDGET = "android.widget.";

  /** The whole screen. */
  Node root(Color background) {
    return new Node(WIDGET + "FrameLayout", theme.screen())
        .look((g, node) -> Paint.fill(g, node.bounds(), background));
  }

  /** Something that holds others. */
  Node group(Rectangle area) {
    return new Node(WIDGET + "LinearLayout", area);
  }

  /** What scrolls. */
  Node list(Rectangle area, String id) {
    return new Node("androidx.recyclerview.widget.RecyclerView", area).id(id).scrollable();
  }

  Node label(Rectangle area, String text, Font font, Color color) {
    return new Node(WIDGET + "TextView", area)
        .text(text)
        .look((g, node) -> Paint.left(g, node.bounds(), text, font, color));
  }

  Node button(Rectangle area, String id, String text, Runnable action) {
    return new Node(WIDGET + "Button", area)
        .id(id)
        .text(text)
        .action(action)
        .look(
            (g, node) -> {
              Color back = node.isFocused() && theme.tv() ? Color.WHITE : Theme.ACCENT;
              Color ink = node.isFocused() && theme.tv() ? Theme.NIGHT : Color.WHITE;
              Paint.round(g, node.bounds(), node.bounds().height / 2, back);
              Paint.center(g, node.bounds(), text, theme.bold(14), ink);
            });
  }

  /** A field: outlined, with a cursor while it has the focus. */
  Node input(Rectangle area, String id, TextField field) {
    return new Node(WIDGET + "EditText", area)
        .id(id)
        .text(field.text().isEmpty() ? field.hint() : field.text())
        .field(field)
        .look((g, node) -> paintField(g, node, field));
  }

  private void paintField(Graphics2D g, Node node, TextField field) {
    Rectangle area = node.bounds();
    int line = theme.dp(node.isFocused() ? 2 : 1);
    Paint.round(g, area, theme.dp(8), theme.card());
    g.setColor(node.isFocused() ? Theme.ACCENT : theme.faint());
    g.setStroke(new BasicStroke(line));
    int arc = theme.dp(16);
    g.drawRoundRect(
        area.x + line, area.y + line, area.width - 2 * line, area.height - 2 * line, arc, arc);
    Rectangle inner = inset(area, theme.dp(14), 0);
    g.setFont(theme.font(16));
    FontMetrics metrics = g.getFontMetrics();
    // Long texts show their end, where the cursor is.
    String shown = field.text();
    while (metrics.stringWidth(shown) > inner.width - theme.dp(4)) {
      shown = shown.substring(shown.offsetByCodePoints(0, 1));
    }
    if (field.text().isEmpty()) {
      Paint.left(g, inner, field.hint(), theme.font(16), theme.faint());
    } else {
      Paint.left(g, inner, shown, theme.font(16), theme.ink());
    }
    if (node.isFocused()) {
      int x = inner.x + metrics.stringWidth(shown) + theme.dp(1);
      int height = theme.dp(22);
      int top = area.y + (area.height - height) / 2;
      Paint.fill(g, new Rectangle(x, top, theme.dp(2), height), Theme.ACCENT);
    }
  }

  /** A row of a list that can be touched: title, and summary unless that is empty. */
  Node row(Rectangle area, String title, String summary, Color dot, Runnable action) {
    Node row =
        group(area)
            .action(action)
            .look(
                (g, node) -> {
                  if (node.isFocused()) {
                    highlight(g, inset(node.bounds(), theme.dp(6), theme.dp(2)));
                  }
                  if (dot != null) {
                    Paint.icon(g, square(area, theme.dp(20), theme.dp(38)), dot, title);
                  }
                });
    int left = dot == null ? theme.dp(20) : theme.dp(76);
    int width = area.width - left - theme.dp(20);
    int middle = area.y + area.height / 2;
    int half = theme.dp(22);
    int titleTop = summary.isEmpty() ? middle - half / 2 : middle - half;
    row.add(
        label(
                new Rectangle(area.x + left, titleTop, width, half),
                title,
                theme.bold(16),
                theme.ink())
            .id("android:id/title"));
    if (!summary.isEmpty()) {
      row.add(
          label(
                  new Rectangle(area.x + left, middle, width, half),
                  summary,
                  theme.font(13),
                  theme.faint())
              .id("android:id/summary"));
    }
    return row;
  }

  /** A row with a switch at its right. */
  Node toggle(Rectangle area, String title, boolean on, Runnable action) {
    Node row = row(area, title, "", null, action);
    int width = theme.dp(46);
    Rectangle knob =
        new Rectangle(
            area.x + area.width - width - theme.dp(20),
            area.y + (area.height - theme.dp(26)) / 2,
            width,
            theme.dp(26));
    return row.add(
        new Node(WIDGET + "Switch", knob)
            .id("android:id/switch_widget")
            .checked(on)
            .look(
                (g, node) -> {
                  int height = knob.height;
                  Paint.round(g, knob, height / 2, on ? Theme.ACCENT : theme.faint());
                  int x = on ? knob.x + knob.width - height : knob.x;
                  g.setColor(Color.WHITE);
                  int gap = theme.dp(3);
                  g.fillOval(x + gap, knob.y + gap, height - 2 * gap, height - 2 * gap);
                }));
  }

  /** The arrow at the top left that leads back. */
  Node up(Runnable action) {
    int size = theme.dp(40);
    Rectangle area = new Rectangle(theme.dp(10), theme.top() + theme.dp(8), size, size);
    return new Node(WIDGET + "ImageButton", area)
        .description("Navigate up")
        .action(action)
        .look(
            (g, node) -> {
              if (node.isFocused()) {
                highlight(g, node.bounds());
              }
              g.setColor(theme.ink());
              g.setStroke(
                  new BasicStroke(theme.dp(2), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
              int x = area.x + theme.dp(12);
              int y = area.y + size / 2;
              int arm = theme.dp(7);
              g.drawLine(x, y, x + theme.dp(16), y);
              g.drawLine(x, y, x + arm, y - arm);
              g.drawLine(x, y, x + arm, y + arm);
            });
  }

  /** What shows where the focus is. */
  void highlight(Graphics2D g, Rectangle area) {
    if (theme.tv()) {
      Paint.round(g, area, theme.dp(10), new Color(0x3d6db5));
    } else {
      Paint.round(g, area, theme.dp(10), new Color(0xd9e6fb));
    }
  }

  static Rectangle inset(Rectangle area, int x, int y) {
    return new Rectangle(area.x + x, area.y + y, area.width - 2 * x, area.height - 2 * y);
  }

  private static Rectangle square(Rectangle area, int left, int size) {
    return new Rectangle(area.x + left, area.y + (area.height - size) / 2, size, size);
  }
}
