package com.virtualpytest.host.simulators.android.ui;

import java.awt.Color;
import java.awt.Rectangle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A list that is longer than the screen, and a page with a switch behind each of its rows. */
final class SettingsPage extends Page {

  private record Entry(String title, String summary, int color) {}

  private static final List<Entry> ENTRIES =
      List.of(
          new Entry("Network & internet", "Mobile, Wi-Fi, hotspot", 0x2d74d6),
          new Entry("Connected devices", "Bluetooth, pairing", 0x3b8f6a),
          new Entry("Apps", "Recent apps, default apps", 0xc27a1d),
          new Entry("Notifications", "Notification history, conversations", 0xb5473f),
          new Entry("Battery", "100%", 0x2f8f3c),
          new Entry("Storage", "42% used - 37 GB free", 0x7b52b5),
          new Entry("Sound & vibration", "Volume, haptics, Do Not Disturb", 0x2389a0),
          new Entry("Display", "Dark theme, font size, brightness", 0xb58c14),
          new Entry("Wallpaper & style", "Colors, themed icons, app grid", 0xa8447e),
          new Entry("Accessibility", "Display, interaction, audio", 0x3d63c9),
          new Entry("Security", "Screen lock, encryption", 0x3b8f6a),
          new Entry("Privacy", "Permissions, account activity", 0x2d74d6),
          new Entry("Location", "On - 3 apps have access to location", 0xb5473f),
          new Entry("Safety & emergency", "Emergency SOS, medical info, alerts", 0xc0392b),
          new Entry("Passwords & accounts", "Saved passwords, autofill", 0x7b52b5),
          new Entry("Date & time", "GMT+00:00", 0x2389a0),
          new Entry("Languages & input", "English (United States)", 0x3d63c9),
          new Entry("Backup", "Off", 0x5f6b7a),
          new Entry("Developer options", "USB debugging is on", 0x424a55),
          new Entry("System update", "Up to date", 0x2f8f3c),
          new Entry("About device", "Virtual device", 0x5f6b7a));

  private final Map<String, Boolean> switches = new HashMap<>();
  private Entry open;

  /** Opens one of the pages behind the list, if there is one of that title. */
  void show(String title) {
    open = ENTRIES.stream().filter(each -> each.title.equals(title)).findFirst().orElse(null);
    reset();
  }

  @Override
  String name() {
    return open == null ? "settings" : "settings/" + open.title;
  }

  @Override
  boolean back() {
    boolean inside = open != null;
    if (inside) {
      show("");
    }
    return inside;
  }

  @Override
  Rectangle scrollArea(Theme theme) {
    Rectangle content = theme.content();
    int head = theme.dp(open == null && !theme.tv() ? 110 : 90);
    int side = theme.tv() ? theme.width() / 4 : 0;
    return new Rectangle(side, content.y + head, content.width - 2 * side, content.height - head);
  }

  @Override
  int scrollRange(Theme theme) {
    return open != null
        ? 0
        : Math.max(0, ENTRIES.size() * rowHeight(theme) - scrollArea(theme).height);
  }

  private static int rowHeight(Theme theme) {
    return theme.dp(74);
  }

  @Override
  Node layout(Theme theme) {
    Views views = new Views(theme);
    Node root = views.root(theme.paper());
    Rectangle area = scrollArea(theme);
    Rectangle title =
        new Rectangle(
            area.x + theme.dp(20), area.y - theme.dp(58), area.width - theme.dp(40), theme.dp(44));
    if (open == null) {
      root.add(views.label(title, "Settings", theme.bold(30), theme.ink()));
      return root.add(list(theme, views, area));
    }
    if (!theme.tv()) {
      root.add(views.up(this::back));
      title.y += theme.dp(8);
    }
    root.add(
        views
            .label(title, open.title, theme.bold(24), theme.ink())
            .id("com.android.settings:id/title"));
    return root.add(details(theme, views, area));
  }

  private Node list(Theme theme, Views views, Rectangle area) {
    Node list = views.list(area, "com.android.settings:id/recycler_view");
    int height = rowHeight(theme);
    for (int i = 0; i < ENTRIES.size(); i++) {
      Entry entry = ENTRIES.get(i);
      Rectangle row = new Rectangle(area.x, area.y + i * height - scroll(), area.width, height);
      list.add(
          views.row(
              row, entry.title, entry.summary, new Color(entry.color), () -> show(entry.title)));
    }
    return list;
  }

  private Node details(Theme theme, Views views, Rectangle area) {
    Node list = views.list(area, "com.android.settings:id/recycler_view");
    int height = rowHeight(theme);
    String title = open.title;
    boolean on = switches.getOrDefault(title, true);
    Rectangle row = new Rectangle(area.x, area.y, area.width, height);
    list.add(views.toggle(row, "Use " + title, on, () -> switches.put(title, !on)));
    row = new Rectangle(area.x, area.y + height, area.width, height);
    list.add(
        views
            .group(row)
            .add(
                views
                    .label(
                        Views.inset(row, theme.dp(20), theme.dp(10)),
                        on ? open.summary : "Off",
                        theme.font(15),
                        theme.faint())
                    .id("android:id/summary")));
    return list;
  }
}
