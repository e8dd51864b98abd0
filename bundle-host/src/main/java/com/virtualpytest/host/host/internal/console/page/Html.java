package com.virtualpytest.host.host.internal.console.page;

import java.time.Instant;

/**
 * Markup in the making. Tags and the names of attributes are those of the code; every text and
 * every value is escaped. Not safe for threads.
 */
final class Html {

  private final StringBuilder markup = new StringBuilder();

  /**
   * A start tag.
   *
   * @param attributes names and values by turns
   */
  Html open(String tag, String... attributes) {
    markup.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      markup.append(' ').append(attributes[i]).append("=\"");
      markup.append(escape(attributes[i + 1])).append('"');
    }
    markup.append('>');
    return this;
  }

  Html close(String tag) {
    markup.append("</").append(tag).append(">\n");
    return this;
  }

  /** Text; nothing for null. */
  Html text(String text) {
    markup.append(text == null ? "" : escape(text));
    return this;
  }

  /** A whole element with a text in it. */
  Html element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close(tag);
  }

  /** A cell with a text, and a less important one below it. */
  Html cell(String text, String minor) {
    open("td").text(text);
    if (minor != null) {
      element("div", minor, "class", "host-minor");
    }
    return close("td");
  }

  /** A cell that tells of a time in short, and exactly to who points at it. */
  Html timeCell(String text, Instant time) {
    return element("td", text, "class", "host-short", "title", Times.exact(time));
  }

  /** A value that a form sends along. */
  Html hidden(String name, String value) {
    return open("input", "type", "hidden", "name", name, "value", value);
  }

  /** Begins a table in the console's look. */
  Html table(String... heads) {
    open("table", "class", "nicetable host-table").open("thead").open("tr");
    for (String head : heads) {
      element("th", head);
    }
    return close("tr").close("thead").open("tbody", "class", "ui-widget-content");
  }

  Html endTable() {
    return close("tbody").close("table");
  }

  /**
   * What a browser shows as this text. The dollar sign is escaped as well: the console puts values
   * of its own in the place of <code>${name}</code>.
   */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        case '$' -> escaped.append("&#36;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  @Override
  public String toString() {
    return markup.toString();
  }
}
