package com.virtualpytest.host.simulators.android.ui;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Rectangle;

/** Strokes that the looks of several views share. */
final class Paint {

  private Paint() {}

  static void fill(Graphics2D g, Rectangle area, Color color) {
    g.setColor(color);
    g.fill(area);
  }

  static void round(Graphics2D g, Rectangle area, int radius, Color color) {
    g.setColor(color);
    g.fillRoundRect(area.x, area.y, area.width, area.height, radius * 2, radius * 2);
  }

  static void gradient(Graphics2D g, Rectangle area, Color top, Color bottom) {
    g.setPaint(new GradientPaint(area.x, area.y, top, area.x, (float) area.getMaxY(), bottom));
    g.fill(area);
  }

  /** On one line, vertically in the middle, cut with an ellipsis where it does not fit. */
  static void left(Graphics2D g, Rectangle area, String text, Font font, Color color) {
    g.setFont(font);
    g.setColor(color);
    FontMetrics metrics = g.getFontMetrics();
    g.drawString(fitted(metrics, text, area.width), area.x, baseline(metrics, area));
  }

  /** The same, in the middle. */
  static void center(Graphics2D g, Rectangle area, String text, Font font, Color color) {
    g.setFont(font);
    g.setColor(color);
    FontMetrics metrics = g.getFontMetrics();
    String fitted = fitted(metrics, text, area.width);
    g.drawString(
        fitted, area.x + (area.width - metrics.stringWidth(fitted)) / 2, baseline(metrics, area));
  }

  /** The icon of an app: its colour and initial. */
  static void icon(Graphics2D g, Rectangle area, Color color, String label) {
    g.setPaint(
        new GradientPaint(area.x, area.y, color.brighter(), area.x, area.y + area.height, color));
    int radius = area.width / 2;
    g.fillRoundRect(area.x, area.y, area.width, area.height, radius, radius);
    Font font = new Font(Font.SANS_SERIF, Font.BOLD, area.height / 2);
    center(g, area, label.substring(0, 1), font, Color.WHITE);
  }

  private static int baseline(FontMetrics metrics, Rectangle area) {
    return area.y + (area.height - metrics.getHeight()) / 2 + metrics.getAscent();
  }

  private static String fitted(FontMetrics metrics, String text, int width) {
    if (metrics.stringWidth(text) <= width) {
      return text;
    }
    int end = text.length();
    while (end > 0 && metrics.stringWidth(text.substring(0, end) + "…") > width) {
      end--;
    }
    return text.substring(0, end) + "…";
  }
}
