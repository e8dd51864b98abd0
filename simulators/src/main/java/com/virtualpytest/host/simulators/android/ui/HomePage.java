package com.virtualpytest.host.simulators.android.ui;

import com.virtualpytest.host.simulators.android.device.App;
import java.awt.Color;
import java.awt.Rectangle;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The launcher: icons on a phone, a row of cards on a TV. */
final class HomePage extends Page {

  private final Supplier<List<App>> apps;
  private final Consumer<App> open;

  HomePage(Supplier<List<App>> apps, Consumer<App> open) {
    this.apps = apps;
    this.open = open;
  }

  @Override
  String name() {
    return "home";
  }

  @Override
  Node layout(Theme theme) {
    return theme.tv() ? tv(theme) : phone(theme);
  }

  private Node phone(Theme theme) {
    Views views = new Views(theme);
    Node root =
        views
            .root(Color.BLACK)
            .look(
                (g, node) ->
                    Paint.gradient(g, theme.screen(), new Color(0x24476e), new Color(0xb86f6a)));
    int width = theme.width();
    root.add(
        new Node("android.widget.TextClock", new Rectangle(0, theme.dp(90), width, theme.dp(90)))
            .id("com.android.launcher3:id/clock")
            .text(StatusBar.TIME)
            .look(
                (g, node) ->
                    Paint.center(g, node.bounds(), node.text(), theme.font(68), Color.WHITE)));
    root.add(
        new Node("android.widget.TextView", new Rectangle(0, theme.dp(180), width, theme.dp(28)))
            .text("Thursday, 1 January")
            .look(
                (g, node) ->
                    Paint.center(g, node.bounds(), node.text(), theme.font(17), Color.WHITE)));
    Rectangle area =
        new Rectangle(theme.dp(14), theme.dp(290), width - theme.dp(28), theme.dp(450));
    Node grid = new Node("android.view.ViewGroup", area).id("com.android.launcher3:id/workspace");
    int columns = 4;
    int cell = area.width / columns;
    int height = theme.dp(108);
    List<App> shown = apps.get();
    for (int i = 0; i < shown.size(); i++) {
      int x = area.x + i % columns * cell;
      int y = area.y + i / columns * height;
      grid.add(icon(theme, new Rectangle(x, y, cell, height), shown.get(i)));
    }
    return root.add(grid);
  }

  private Node icon(Theme theme, Rectangle area, App app) {
    int size = theme.dp(58);
    return new Node("android.widget.TextView", area)
        .text(app.label())
        .description(app.label())
        .action(() -> open.accept(app))
        .look(
            (g, node) -> {
              if (node.isFocused()) {
                Paint.round(
                    g,
                    Views.inset(area, theme.dp(4), 0),
                    theme.dp(14),
                    new Color(255, 255, 255, 70));
              }
              int x = area.x + (area.width - size) / 2;
              Rectangle icon = new Rectangle(x, area.y + theme.dp(8), size, size);
              Paint.icon(g, icon, new Color(app.color()), app.label());
              Rectangle label =
                  new Rectangle(area.x, icon.y + size + theme.dp(5), area.width, theme.dp(24));
              Paint.center(g, label, app.label(), theme.font(13), Color.WHITE);
            });
  }

  private Node tv(Theme theme) {
    Views views = new Views(theme);
    Node root =
        views
            .root(Color.BLACK)
            .look(
                (g, node) ->
                    Paint.gradient(g, theme.screen(), new Color(0x1d2b45), new Color(0x0c0f15)));
    int margin = theme.dp(48);
    root.add(
        views.label(
            new Rectangle(margin, theme.dp(28), theme.dp(300), theme.dp(40)),
            "Home",
            theme.bold(26),
            Color.WHITE));
    root.add(
        views
            .label(
                new Rectangle(
                    theme.width() - margin - theme.dp(70),
                    theme.dp(28),
                    theme.dp(70),
                    theme.dp(40)),
                StatusBar.TIME,
                theme.font(22),
                Color.WHITE)
            .id("com.android.tv.launcher:id/clock"));
    root.add(
        views.label(
            new Rectangle(margin, theme.dp(120), theme.dp(300), theme.dp(30)),
            "Apps",
            theme.font(18),
            theme.faint()));
    List<App> shown = apps.get();
    int gap = theme.dp(20);
    int width = (theme.width() - 2 * margin - 3 * gap) / 4;
    int height = width * 9 / 16;
    Node row =
        new Node(
                "androidx.leanback.widget.HorizontalGridView",
                new Rectangle(0, theme.dp(140), theme.width(), theme.height() - theme.dp(140)))
            .id("com.android.tv.launcher:id/apps");
    for (int i = 0; i < shown.size(); i++) {
      int x = margin + i % 4 * (width + gap);
      int y = theme.dp(165) + i / 4 * (height + theme.dp(52));
      row.add(card(theme, new Rectangle(x, y, width, height + theme.dp(34)), height, shown.get(i)));
    }
    return root.add(row);
  }

  private Node card(Theme theme, Rectangle area, int pictureHeight, App app) {
    return new Node("android.widget.TextView", area)
        .text(app.label())
        .description(app.label())
        .action(() -> open.accept(app))
        .look(
            (g, node) -> {
              Rectangle picture = new Rectangle(area.x, area.y, area.width, pictureHeight);
              if (node.isFocused()) {
                Paint.round(g, picture, theme.dp(12), Color.WHITE);
              }
              Rectangle inner = Views.inset(picture, theme.dp(4), theme.dp(4));
              Color color = new Color(app.color());
              Paint.round(g, inner, theme.dp(10), color);
              Paint.center(g, inner, app.label(), theme.bold(20), Color.WHITE);
              Rectangle label =
                  new Rectangle(
                      area.x, area.y + pictureHeight + theme.dp(4), area.width, theme.dp(28));
              Color ink = node.isFocused() ? Color.WHITE : theme.faint();
              Paint.center(g, label, app.label(), theme.font(14), ink);
            });
  }
}
