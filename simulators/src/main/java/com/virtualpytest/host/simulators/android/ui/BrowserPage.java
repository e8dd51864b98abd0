package com.virtualpytest.host.simulators.android.ui;

import java.awt.Color;
import java.awt.Rectangle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** An address that can be typed, and a page with paragraphs and links. Nothing is fetched. */
final class BrowserPage extends Page {

  static final String START = "https://start.example/";

  private record Link(String label, String url) {}

  private static final Map<String, List<String>> TEXTS =
      Map.of(
          START,
          List.of(
              "Welcome to the start page.",
              "It comes from the device itself,",
              "and is as long as needed."),
          "https://news.example/",
          List.of(
              "Headlines of the day", "Virtual devices pass all tests.", "Real ones follow soon."),
          "https://weather.example/",
          List.of("Weather", "Today: sunny, 21 degrees.", "Tomorrow: a few clouds."));

  private static final List<Link> LINKS =
      List.of(
          new Link("News", "https://news.example/"),
          new Link("Weather", "https://weather.example/"),
          new Link("Start page", START));

  private final TextField address = new TextField("Search or type URL", this::visit);
  private final Deque<String> history = new ArrayDeque<>();
  private String url = "";

  BrowserPage() {
    go(START);
  }

  /** Shows another page. */
  void go(String next) {
    if (!url.isEmpty()) {
      history.push(url);
    }
    show(next);
  }

  private void show(String next) {
    url = next;
    address.text(next);
    reset();
  }

  private void visit() {
    String typed = address.text().strip();
    if (!typed.isEmpty()) {
      go(typed.contains("://") ? typed : "https://" + typed);
    }
  }

  @Override
  String name() {
    return "browser";
  }

  @Override
  boolean back() {
    if (history.isEmpty()) {
      return false;
    }
    show(history.pop());
    return true;
  }

  @Override
  Rectangle scrollArea(Theme theme) {
    Rectangle content = theme.content();
    int head = theme.dp(76);
    return new Rectangle(0, content.y + head, content.width, content.height - head);
  }

  @Override
  int scrollRange(Theme theme) {
    return Math.max(0, theme.dp(1100) - scrollArea(theme).height);
  }

  @Override
  Node layout(Theme theme) {
    Views views = new Views(theme);
    Rectangle content = theme.content();
    Node root = views.root(theme.paper());
    int left = theme.dp(theme.tv() ? 48 : 14);
    Rectangle bar =
        new Rectangle(left, content.y + theme.dp(12), content.width - 2 * left, theme.dp(50));
    root.add(views.input(bar, "com.android.browser:id/url", address));
    Rectangle area = scrollArea(theme);
    Node view =
        new Node("android.webkit.WebView", area)
            .id("com.android.browser:id/page")
            .text(title())
            .scrollable()
            .look((g, node) -> Paint.fill(g, area, theme.card()));
    int inset = left + theme.dp(8);
    int y = area.y + theme.dp(24) - scroll();
    Color banner = new Color(0x2d74d6 ^ (url.hashCode() & 0x3f3f3f));
    Rectangle picture = new Rectangle(inset, y, area.width - 2 * inset, theme.dp(150));
    view.add(
        new Node("android.widget.Image", picture)
            .description("Banner of " + title())
            .look(
                (g, node) -> {
                  Paint.round(g, picture, theme.dp(14), banner);
                  Paint.center(g, picture, title(), theme.bold(26), Color.WHITE);
                }));
    paragraphs(theme, views, view, inset, y + theme.dp(176));
    return root.add(view);
  }

  private void paragraphs(Theme theme, Views views, Node view, int left, int top) {
    int width = theme.width() - 2 * left;
    int y = top;
    for (String text : TEXTS.getOrDefault(url, List.of("This page is empty."))) {
      Rectangle line = new Rectangle(left, y, width, theme.dp(30));
      view.add(views.label(line, text, theme.font(17), theme.ink()));
      y += theme.dp(34);
    }
    y += theme.dp(18);
    for (Link link : LINKS) {
      Rectangle line = new Rectangle(left, y, width / 2, theme.dp(40));
      view.add(link(theme, views, line, link));
      y += theme.dp(48);
    }
    for (int i = 1; y < top + theme.dp(880); i++) {
      Rectangle line = new Rectangle(left, y + theme.dp(10), width, theme.dp(26));
      view.add(
          views.label(line, "Paragraph " + i + " of more to read", theme.font(15), theme.faint()));
      y += theme.dp(44);
    }
  }

  private Node link(Theme theme, Views views, Rectangle line, Link link) {
    Color color = theme.tv() ? new Color(0x8ab8ff) : Theme.ACCENT;
    return new Node("android.view.View", line)
        .text(link.label)
        .action(() -> go(link.url))
        .look(
            (g, node) -> {
              if (node.isFocused()) {
                views.highlight(g, line);
              }
              Paint.left(g, Views.inset(line, theme.dp(6), 0), link.label, theme.font(18), color);
              int width = g.getFontMetrics(theme.font(18)).stringWidth(link.label);
              g.fillRect(line.x + theme.dp(6), line.y + theme.dp(34), width, theme.dp(1));
            });
  }

  private String title() {
    String host = url.replaceFirst("^[a-z]+://", "").replaceFirst("[/?#].*$", "");
    return host.isEmpty() ? "Empty" : host;
  }
}
