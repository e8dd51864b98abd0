package com.virtualpytest.host.simulators.android.ui;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/** A field and two buttons; below them what was saved, the latest first. */
final class NotesPage extends Page {

  private static final String ID = "com.example.notes:id/";

  private final TextField field = new TextField("Write a note", this::save);
  private final List<String> saved = new ArrayList<>();

  NotesPage() {
    focus(ID + "note|");
  }

  @Override
  String name() {
    return "notes";
  }

  @Override
  Rectangle scrollArea(Theme theme) {
    Rectangle content = theme.content();
    int head = theme.dp(230);
    int side = side(theme);
    return new Rectangle(side, content.y + head, content.width - 2 * side, content.height - head);
  }

  @Override
  int scrollRange(Theme theme) {
    return Math.max(0, saved.size() * theme.dp(62) - scrollArea(theme).height);
  }

  private static int side(Theme theme) {
    return theme.dp(theme.tv() ? 160 : 20);
  }

  @Override
  Node layout(Theme theme) {
    Views views = new Views(theme);
    Rectangle content = theme.content();
    int left = side(theme);
    int width = content.width - 2 * left;
    int y = content.y + theme.dp(20);
    Node root = views.root(theme.paper());
    root.add(
        views.label(
            new Rectangle(left, y, width, theme.dp(44)), "Notes", theme.bold(30), theme.ink()));
    root.add(
        views.input(
            new Rectangle(left, y + theme.dp(62), width, theme.dp(56)), ID + "note", field));
    int half = (width - theme.dp(12)) / 2;
    int buttons = y + theme.dp(134);
    root.add(
        views.button(
            new Rectangle(left, buttons, half, theme.dp(48)), ID + "save", "Save", this::save));
    root.add(
        views.button(
            new Rectangle(left + half + theme.dp(12), buttons, half, theme.dp(48)),
            ID + "clear",
            "Clear",
            () -> field.text("")));
    return root.add(list(theme, views));
  }

  private Node list(Theme theme, Views views) {
    Rectangle area = scrollArea(theme);
    Node list = views.list(area, ID + "list");
    int height = theme.dp(62);
    for (int i = 0; i < saved.size(); i++) {
      Rectangle row = new Rectangle(area.x, area.y + i * height - scroll(), area.width, height);
      Rectangle card = Views.inset(row, 0, theme.dp(5));
      list.add(
          views
              .group(row)
              .look((g, node) -> Paint.round(g, card, theme.dp(10), theme.card()))
              .add(
                  views.label(
                      Views.inset(card, theme.dp(16), 0),
                      saved.get(i),
                      theme.font(16),
                      theme.ink())));
    }
    return list;
  }

  private void save() {
    if (!field.text().isEmpty()) {
      saved.add(0, field.text());
      field.text("");
    }
  }
}
