package com.virtualpytest.host.host.internal.text;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Rows of text, each column as wide as its longest cell. Used by one thread. */
public final class Table {
  /** The type of routes that answer in text too: JSON comes first where nobody asks for text. */
  public static final String TYPE = "text/plain;qs=0.5";

  private final List<String[]> rows = new ArrayList<>();

  /**
   * @param titles of the columns
   */
  public Table(String... titles) {
    rows.add(titles.clone());
  }

  /** Adds a row with as many cells as there are titles; null becomes a dash. */
  public void row(String... cells) {
    String[] row = new String[cells.length];
    for (int i = 0; i < cells.length; i++) {
      row[i] = cells[i] == null ? "-" : cells[i].replaceAll("\\p{Cntrl}", " ");
    }
    rows.add(row);
  }

  /** A detail with its hint; an empty text when there is neither. */
  public static String reason(String detail, String hint) {
    String what = detail == null ? "" : detail;
    return hint == null ? what : what + " (" + hint + ")";
  }

  /** How long ago, in one or two units. */
  public static String age(Instant since) {
    Duration age = Duration.between(since, Instant.now());
    if (age.toHours() > 0) {
      return age.toHours() + "h" + age.toMinutesPart() + "m";
    }
    return age.toMinutes() > 0
        ? age.toMinutes() + "m" + age.toSecondsPart() + "s"
        : Math.max(0, age.toSeconds()) + "s";
  }

  /** The lines, without blanks at their ends. */
  @Override
  public String toString() {
    int columns = rows.get(0).length;
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
