package com.virtualpytest.host.simulators.android.ui;

import com.virtualpytest.host.simulators.android.device.App;
import java.awt.Color;
import java.awt.Rectangle;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The apps that run, the latest first, as cards. */
final class SwitcherPage extends Page {

  private final Supplier<List<App>> running;
  private final Consumer<App> open;
  private final Runnable clear;

  SwitcherPage(Supplier<List<App>> running, Consumer<App> open, Runnable clear) {
    this.running = running;
    this.open = open;
    this.clear = clear;
  }

  @Override
  String name() {
    return "recents";
  }

  @Override
  Node layout(Theme theme) {
    Views views = new Views(theme);
    Node root =
        views
            .root(Color.BLACK)
            .look(
                (g, node) ->
                    Paint.gradient(g, theme.screen(), new Color(0x2a3444), new Color(0x171b22)));
    List<App> apps = running.get();
    int height = theme.dp(theme.tv() ? 110 : 150);
    int width = theme.dp(theme.tv() ? 420 : 330);
    int x = (theme.width() - width) / 2;
    int y = theme.top() + theme.dp(30);
    int most = (theme.content().height - theme.dp(150)) / (height + theme.dp(14));
    if (apps.isEmpty()) {
      Rectangle line = new Rectangle(x, theme.height() / 2, width, theme.dp(40));
      return root.add(
          new Node("android.widget.TextView", line)
              .text("No recent items")
              .look((g, node) -> Paint.center(g, line, node.text(), theme.font(18), Color.WHITE)));
    }
    for (App app : apps.subList(0, Math.min(most, apps.size()))) {
      root.add(card(theme, new Rectangle(x, y, width, height), app));
      y += height + theme.dp(14);
    }
    return root.add(
        views.button(
            new Rectangle(
                (theme.width() - theme.dp(140)) / 2, y + theme.dp(16), theme.dp(140), theme.dp(46)),
            "com.android.launcher3:id/clear_all",
            "Clear all",
            clear));
  }

  private Node card(Theme theme, Rectangle area, App app) {
    return new Node("android.widget.FrameLayout", area)
        .id("com.android.launcher3:id/snapshot")
        .description(app.label())
        .action(() -> open.accept(app))
        .look(
            (g, node) -> {
              Paint.round(
                  g, area, theme.dp(18), node.isFocused() ? Color.WHITE : new Color(0xe9ecf1));
              int size = theme.dp(52);
              Rectangle icon =
                  new Rectangle(
                      area.x + theme.dp(20), area.y + (area.height - size) / 2, size, size);
              Paint.icon(g, icon, new Color(app.color()), app.label());
              Rectangle label =
                  new Rectangle(
                      icon.x + size + theme.dp(18),
                      area.y,
                      area.width - size - theme.dp(50),
                      area.height);
              Paint.left(g, label, app.label(), theme.bold(20), Theme.INK);
            });
  }
}
