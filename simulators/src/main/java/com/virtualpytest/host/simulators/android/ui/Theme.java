package com.virtualpytest.host.simulators.android.ui;

import com.virtualpytest.host.simulators.android.Profile;
import java.awt.Color;
import java.awt.Font;
import java.awt.Rectangle;

/** Sizes and colours of a kind of device. */
record Theme(Profile profile) {

  static final Color INK = new Color(0x1f2328);
  static final Color FAINT = new Color(0x5f6670);
  static final Color PAPER = new Color(0xf6f7f9);
  static final Color CARD = Color.WHITE;
  static final Color ACCENT = new Color(0x1a64c8);
  static final Color NIGHT = new Color(0x12161d);
  static final Color NIGHT_CARD = new Color(0x232a35);

  boolean tv() {
    return profile == Profile.TV;
  }

  int width() {
    return profile.width();
  }

  int height() {
    return profile.height();
  }

  /** Density-independent pixels in pixels. */
  int dp(int value) {
    return Math.round(value * profile.density() / 160f);
  }

  Rectangle screen() {
    return new Rectangle(0, 0, width(), height());
  }

  /** Height of the status bar; a TV has none. */
  int top() {
    return tv() ? 0 : dp(30);
  }

  /** Height of the navigation bar; a TV has none. */
  int bottom() {
    return tv() ? 0 : dp(22);
  }

  /** What is left to apps. */
  Rectangle content() {
    return new Rectangle(0, top(), width(), height() - top() - bottom());
  }

  Color paper() {
    return tv() ? NIGHT : PAPER;
  }

  Color card() {
    return tv() ? NIGHT_CARD : CARD;
  }

  Color ink() {
    return tv() ? Color.WHITE : INK;
  }

  Color faint() {
    return tv() ? new Color(0xa9b4c4) : FAINT;
  }

  Font font(int size) {
    return new Font(Font.SANS_SERIF, Font.PLAIN, dp(size));
  }

  Font bold(int size) {
    return new Font(Font.SANS_SERIF, Font.BOLD, dp(size));
  }
}
