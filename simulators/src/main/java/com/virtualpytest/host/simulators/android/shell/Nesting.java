package com.virtualpytest.host.simulators.android.shell;

import com.virtualpytest.host.simulators.android.shell.Syntax.SyntaxException;

/** Finds where a parenthesis closes, over quotes and other parentheses. */
final class Nesting {

  private Nesting() {}

  /**
   * Where the parenthesis closes that was opened just before {@code start}.
   *
   * @throws SyntaxException it does not
   */
  static int end(String text, int start) throws SyntaxException {
    int depth = 1;
    boolean quoted = false;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '\'' && !quoted) {
        i = text.indexOf('\'', i + 1);
        if (i < 0) {
          break;
        }
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '$' && text.startsWith("(", i + 1)) {
        i = end(text, i + 2);
      } else if (c == '(' && !quoted) {
        depth++;
      } else if (c == ')' && !quoted && --depth == 0) {
        return i;
      }
    }
    throw new SyntaxException("syntax error: unexpected 'EOF'");
  }
}
