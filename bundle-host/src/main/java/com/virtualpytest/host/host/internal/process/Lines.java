package com.virtualpytest.host.host.internal.process;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into lines of bounded length. Lines end with LF, CR or both; empty ones
 * are left out. Bytes that are no UTF-8 and control characters are replaced, so that a program can
 * neither break the log nor a terminal that shows it. Not safe for several threads.
 */
final class Lines {
  /** Longer lines lose their end. */
  static final int MAX_BYTES = 4096;

  private final byte[] line = new byte[MAX_BYTES];
  private final Consumer<String> sink;
  private int length;
  private boolean cut;

  Lines(Consumer<String> sink) {
    this.sink = sink;
  }

  void accept(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      byte next = bytes[i];
      if (next == '\n' || next == '\r') {
        end();
      } else if (length < MAX_BYTES) {
        line[length++] = next;
      } else {
        cut = true;
      }
    }
  }

  /** Gives away what came after the last end of a line. */
  void end() {
    if (length > 0) {
      String text = new String(line, 0, length, StandardCharsets.UTF_8);
      sink.accept(printable(cut ? text + "…" : text));
    }
    length = 0;
    cut = false;
  }

  private static String printable(String text) {
    StringBuilder result = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) && c != '\t') {
        result = result == null ? new StringBuilder(text) : result;
        result.setCharAt(i, '\uFFFD');
      }
    }
    return result == null ? text : result.toString();
  }
}
