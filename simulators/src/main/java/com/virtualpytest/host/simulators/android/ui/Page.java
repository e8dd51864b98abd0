package com.virtualpytest.host.simulators.android.ui;

import java.awt.Rectangle;

/** What an app shows. Pages are only used under the lock of their {@link Ui}. */
abstract class Page {

  private String focus = "";
  private int scroll;

  /** What tests call it. */
  abstract String name();

  /** Builds the tree of what it shows now. */
  abstract Node layout(Theme theme);

  /** BACK: whether there was a step back within the page. */
  boolean back() {
    return false;
  }

  /** A key that moves no focus and types nothing, a media key for example. */
  void key(String key) {}

  /** The furthest that it can be scrolled, in pixels. */
  int scrollRange(Theme theme) {
    return 0;
  }

  /** The part of the screen that scrolls. */
  Rectangle scrollArea(Theme theme) {
    return theme.content();
  }

  final int scroll() {
    return scroll;
  }

  /** Moves what is shown up by that much, as far as it goes. */
  final void scrollBy(int pixels, Theme theme) {
    scroll = Math.max(0, Math.min(scroll + pixels, scrollRange(theme)));
  }

  /** To the top, without a focus: another page in the same app. */
  final void reset() {
    scroll = 0;
    focus = "";
  }

  /** {@link Node#key} of the view that has the focus; empty if none has. */
  final String focus() {
    return focus;
  }

  final void focus(String key) {
    focus = key;
  }
}
