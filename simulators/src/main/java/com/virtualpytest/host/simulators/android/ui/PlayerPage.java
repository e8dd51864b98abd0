package com.virtualpytest.host.simulators.android.ui;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.Rectangle;

/** Channels, and a picture that plays or stands. */
final class PlayerPage extends Page {

  private static final int CHANNELS = 9;
  private static final int STEP = 10;

  private int channel = 1;
  private int seconds;
  private boolean playing = true;

  @Override
  String name() {
    return "player/" + channel + (playing ? "/playing" : "/paused");
  }

  @Override
  void key(String key) {
    switch (key) {
      case "CHANNEL_UP", "MEDIA_NEXT" -> channel = channel % CHANNELS + 1;
      case "CHANNEL_DOWN", "MEDIA_PREVIOUS" -> channel = (channel + CHANNELS - 2) % CHANNELS + 1;
      case "MEDIA_PLAY_PAUSE" -> playing = !playing;
      case "MEDIA_PLAY" -> playing = true;
      case "MEDIA_PAUSE" -> playing = false;
      case "MEDIA_STOP" -> {
        playing = false;
        seconds = 0;
      }
      case "MEDIA_FAST_FORWARD" -> seconds = Math.min(seconds + STEP, 599);
      case "MEDIA_REWIND" -> seconds = Math.max(seconds - STEP, 0);
      default -> {}
    }
  }

  @Override
  Node layout(Theme theme) {
    Views views = new Views(theme);
    Node root = views.root(Color.BLACK);
    Rectangle content = theme.content();
    int height = theme.tv() ? content.height : content.width * 9 / 16;
    Rectangle picture =
        new Rectangle(0, content.y + (content.height - height) / 2, content.width, height);
    root.add(
        new Node("android.view.SurfaceView", picture)
            .id("com.example.player:id/video")
            .description("Channel " + channel)
            .look((g, node) -> picture(g, theme, picture)));
    int left = theme.dp(theme.tv() ? 48 : 20);
    int bottom = (int) content.getMaxY();
    root.add(
        views
            .label(
                new Rectangle(
                    left, content.y + theme.dp(20), content.width - 2 * left, theme.dp(36)),
                "Channel " + channel,
                theme.bold(24),
                Color.WHITE)
            .id("com.example.player:id/channel"));
    root.add(
        views
            .label(
                new Rectangle(left, bottom - theme.dp(100), theme.dp(200), theme.dp(26)),
                "%d:%02d / 10:00".formatted(seconds / 60, seconds % 60),
                theme.font(16),
                Color.WHITE)
            .id("com.example.player:id/time"));
    return root.add(
        views.button(
            new Rectangle(left, bottom - theme.dp(66), theme.dp(140), theme.dp(44)),
            "com.example.player:id/play_pause",
            playing ? "Pause" : "Play",
            () -> key("MEDIA_PLAY_PAUSE")));
  }

  /** Hills under a sky, another colour for each channel. */
  private void picture(Graphics2D g, Theme theme, Rectangle area) {
    Color sky = Color.getHSBColor(channel / (float) CHANNELS, 0.45f, 0.75f);
    Paint.gradient(g, area, sky, sky.brighter());
    g.setColor(new Color(0xffe9a8));
    int sun = theme.dp(70);
    int path = area.width - 4 * sun;
    g.fillOval(area.x + sun + path * seconds / 600, area.y + area.height / 5, sun, sun);
    hill(g, area, 0.30, 0.55, Color.getHSBColor(channel / (float) CHANNELS, 0.5f, 0.5f));
    hill(g, area, 0.72, 0.40, Color.getHSBColor(channel / (float) CHANNELS, 0.55f, 0.35f));
    if (!playing) {
      int size = theme.dp(40);
      int x = area.x + (area.width - size) / 2;
      int y = area.y + (area.height - size) / 2;
      g.setColor(new Color(255, 255, 255, 220));
      g.fillRect(x, y, size / 3, size);
      g.fillRect(x + size * 2 / 3, y, size / 3, size);
    }
  }

  private static void hill(
      Graphics2D g, Rectangle area, double middle, double height, Color color) {
    int bottom = area.y + area.height;
    int x = area.x + (int) (area.width * middle);
    Polygon shape = new Polygon();
    shape.addPoint(x - area.width / 2, bottom);
    shape.addPoint(x, bottom - (int) (area.height * height));
    shape.addPoint(x + area.width / 2, bottom);
    g.setColor(color);
    g.fillPolygon(shape);
  }
}
