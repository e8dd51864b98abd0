package com.virtualpytest.host.simulators.android.ui;

import com.virtualpytest.host.simulators.android.device.App;
import java.awt.Color;
import java.awt.Rectangle;

/** Any other app: its name, and a button that counts. */
final class PlainPage extends Page {

  private final App app;
  private int count;

  PlainPage(App app) {
    this.app = app;
  }

  @Override
  String name() {
    return "app/" + app.name();
  }

  @Override
  Node layout(Theme theme) {
    Views views = new Views(theme);
    Node root = views.root(theme.paper());
    int width = theme.dp(260);
    int x = (theme.width() - width) / 2;
    int y = theme.height() / 2 - theme.dp(180);
    int size = theme.dp(96);
    Rectangle icon = new Rectangle((theme.width() - size) / 2, y, size, size);
    root.add(
        new Node("android.widget.ImageView", icon)
            .id(app.name() + ":id/icon")
            .look((g, node) -> Paint.icon(g, icon, new Color(app.color()), app.label())));
    root.add(
        centered(theme, new Rectangle(x, y + theme.dp(112), width, theme.dp(40)), app.label(), 26));
    root.add(
        centered(
            theme,
            new Rectangle(
                theme.dp(10), y + theme.dp(154), theme.width() - theme.dp(20), theme.dp(26)),
            app.name() + " " + app.version(),
            14));
    root.add(
        views.button(
            new Rectangle(x, y + theme.dp(210), width, theme.dp(52)),
            app.name() + ":id/count",
            "Count",
            () -> count++));
    return root.add(
        centered(
                theme,
                new Rectangle(x, y + theme.dp(280), width, theme.dp(32)),
                count == 1 ? "Pressed once" : "Pressed " + count + " times",
                17)
            .id(app.name() + ":id/counted"));
  }

  private static Node centered(Theme theme, Rectangle area, String text, int size) {
    Color color = size < 16 ? theme.faint() : theme.ink();
    return new Node("android.widget.TextView", area)
        .text(text)
        .look((g, node) -> Paint.center(g, area, text, theme.font(size), color));
  }
}
