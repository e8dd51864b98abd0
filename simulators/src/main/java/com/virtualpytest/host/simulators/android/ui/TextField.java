package com.virtualpytest.host.simulators.android.ui;

/** What was typed into a field; the cursor is at its end. */
final class TextField {

  private static final int LONGEST = 10_000;

  private final String hint;
  private final Runnable enter;
  private String text = "";

  /**
   * An empty one.
   *
   * @param enter what ENTER does
   */
  TextField(String hint, Runnable enter) {
    this.hint = hint;
    this.enter = enter;
  }

  String hint() {
    return hint;
  }

  String text() {
    return text;
  }

  void text(String value) {
    text = value;
  }

  void type(String more) {
    String whole = text + more;
    text = whole.length() > LONGEST ? whole.substring(0, LONGEST) : whole;
  }

  void delete() {
    if (!text.isEmpty()) {
      text = text.substring(0, text.offsetByCodePoints(text.length(), -1));
    }
  }

  void enter() {
    enter.run();
  }
}
