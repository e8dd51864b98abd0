package com.virtualpytest.host.store.internal.spool;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * One file of a spool.
 *
 * @param number files are read in the order of their numbers
 * @param file where it is
 */
record Segment(long number, Path file) implements Comparable<Segment> {
  private static final String END = ".jsonl";

  static Segment of(Path folder, long number) {
    return new Segment(number, folder.resolve(String.format(Locale.ROOT, "%012d", number) + END));
  }

  /** The segment that a file is; empty for any other file. */
  static Optional<Segment> of(Path file) {
    String name = file.getFileName().toString();
    return name.matches("\\d{12}\\" + END)
        ? Optional.of(new Segment(Long.parseLong(name.substring(0, 12)), file))
        : Optional.empty();
  }

  @Override
  public int compareTo(Segment other) {
    return Long.compare(number, other.number);
  }
}
