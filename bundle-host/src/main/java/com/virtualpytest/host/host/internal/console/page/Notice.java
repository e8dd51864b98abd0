package com.virtualpytest.host.host.internal.console.page;

/**
 * What became of something that a person asked for.
 *
 * @param good whether it was done
 * @param text what is to be told
 * @param hint what the person can do; null when nothing
 */
record Notice(boolean good, String text, String hint) {

  static Notice done(String text) {
    return new Notice(true, text, null);
  }

  static Notice refused(String text, String hint) {
    return new Notice(false, text, hint);
  }

  /** All in one line. */
  String line() {
    return hint == null ? text : text + ". " + hint;
  }
}
