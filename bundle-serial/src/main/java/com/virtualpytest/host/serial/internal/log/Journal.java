package com.virtualpytest.host.serial.internal.log;

import com.virtualpytest.host.api.driver.SerialController.Gap;
import com.virtualpytest.host.api.driver.SerialController.Mark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/**
 * The log on disk: a row of segments, each named after the offset of its first byte, the oldest
 * deleted when all together are too large; a list of the gaps; and, after an orderly end, a note
 * where it was. One thread writes, any thread reads.
 */
final class Journal implements AutoCloseable {
  private static final long MAX_SEGMENT = 4L << 20;
  private static final int MAX_GAPS = 1000;
  private static final String END = "end";
  private static final String GAPS = "gaps";

  private final Path folder;
  private final long capacity;
  private final long segmentSize;
  private final ConcurrentSkipListMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final long next;
  private final Instant ended;
  private Segment current;

  /**
   * Opens the log of a folder, which is created when it is not there.
   *
   * @param capacity how many bytes output and its times take on disk, give or take a segment
   * @param skip how many offsets are left out when the last end was not an orderly one: what had
   *     been told to readers by then may not all be on disk
   * @throws IOException the folder cannot be read or written
   */
  Journal(Path folder, long capacity, long skip) throws IOException {
    this.folder = folder;
    this.capacity = capacity;
    this.segmentSize = Math.max(1, Math.min(MAX_SEGMENT, capacity / 8));
    Files.createDirectories(folder);
    findSegments();
    readGaps();
    long known = segments.isEmpty() ? 0 : segments.lastEntry().getValue().end();
    long[] note = takeNote();
    if (note != null) {
      next = Math.max(known, note[0]);
      ended = Instant.ofEpochMilli(note[1]);
    } else if (segments.isEmpty()) {
      next = 0;
      ended = null;
    } else {
      next = known + skip;
      ended = segments.lastEntry().getValue().modified();
    }
  }

  /** The offset to go on with. */
  long next() {
    return next;
  }

  /** When the log was last written to by an earlier one; null when it is new. */
  Instant ended() {
    return ended;
  }

  /** The first offset that is kept; {@code fallback} when nothing is. */
  long oldest(long fallback) {
    Map.Entry<Long, Segment> first = segments.firstEntry();
    return first == null ? fallback : first.getKey();
  }

  /** The gaps that are known, oldest first. */
  List<Gap> gaps() {
    return List.copyOf(gaps);
  }

  /** Adds output that came at {@code at}. */
  void write(long offset, byte[] bytes, int length, Instant at) throws IOException {
    if (current == null || current.end() != offset || current.size() >= segmentSize) {
      startSegment(offset);
    }
    current.write(bytes, length, at);
  }

  private void startSegment(long offset) throws IOException {
    if (current != null) {
      current.close();
      current = null;
    }
    Segment segment = Segment.create(folder, offset);
    segments.put(offset, segment);
    current = segment;
    long total = segments.values().stream().mapToLong(Segment::size).sum();
    while (total > capacity - segmentSize && segments.size() > 1) {
      Segment oldest = segments.firstEntry().getValue();
      total -= oldest.size();
      segments.remove(oldest.start());
      oldest.delete();
    }
  }

  /** Adds a gap. */
  void write(Gap gap) throws IOException {
    if (!gaps.contains(gap)) {
      gaps.add(gap);
    }
    if (gaps.size() > MAX_GAPS) {
      gaps.subList(0, MAX_GAPS / 2).clear();
    }
    StringBuilder lines = new StringBuilder();
    for (Gap known : gaps) {
      lines
          .append(known.offset())
          .append('\t')
          .append(known.lost().toEpochMilli())
          .append('\t')
          .append(known.back().toEpochMilli())
          .append('\t')
          .append(known.reason().replaceAll("\\s+", " "))
          .append('\n');
    }
    replace(folder.resolve(GAPS), lines.toString());
  }

  /**
   * Reads up to {@code max} bytes from {@code from} on, or from the next offset that is kept.
   *
   * @return null when nothing is kept from there on
   */
  Piece read(long from, int max) throws IOException {
    while (true) {
      Segment segment = segmentFor(from);
      if (segment == null) {
        return null;
      }
      long begin = Math.max(from, segment.start());
      try {
        return new Piece(begin, segment.read(begin, max));
      } catch (NoSuchFileException e) {
        // deleted a moment ago, since the log grew: the next one counts
        segments.remove(segment.start(), segment);
      }
    }
  }

  /** The times of bytes from {@code from} to {@code to}, in order. */
  List<Mark> marks(long from, long to) throws IOException {
    List<Mark> marks = new ArrayList<>();
    Long first = segments.floorKey(from);
    for (Segment segment : segments.tailMap(first == null ? 0L : first, true).values()) {
      if (segment.start() >= to) {
        break;
      }
      try {
        segment.marks(from, to, marks);
      } catch (NoSuchFileException e) {
        segments.remove(segment.start(), segment); // deleted a moment ago
      }
    }
    return marks;
  }

  private Segment segmentFor(long from) {
    Map.Entry<Long, Segment> floor = segments.floorEntry(from);
    if (floor != null && from < floor.getValue().end()) {
      return floor.getValue();
    }
    Map.Entry<Long, Segment> later = segments.higherEntry(from);
    return later == null || later.getValue().length() == 0 ? null : later.getValue();
  }

  /** Ends in order: the next one goes on at this offset. */
  void end(long offset, Instant at) throws IOException {
    replace(folder.resolve(END), offset + "\t" + at.toEpochMilli() + "\n");
  }

  @Override
  public void close() throws IOException {
    if (current != null) {
      current.close();
      current = null;
    }
  }

  /** Offset and time of the last orderly end; null when it was none. It counts once. */
  private long[] takeNote() throws IOException {
    Path note = folder.resolve(END);
    if (!Files.exists(note)) {
      return null;
    }
    long[] numbers = numbers(Files.readString(note).strip(), 2);
    Files.delete(note);
    return numbers;
  }

  /** The numbers that a line begins with; null when they are none. */
  private static long[] numbers(String line, int count) {
    String[] fields = line.split("\t", -1);
    long[] numbers = new long[count];
    try {
      for (int i = 0; i < count; i++) {
        numbers[i] = Long.parseLong(i < fields.length ? fields[i] : "");
      }
      return numbers;
    } catch (NumberFormatException e) {
      return null; // a file that somebody else has touched
    }
  }

  private void findSegments() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Segment::isSegment).toList()) {
        Segment segment = Segment.found(file);
        segments.put(segment.start(), segment);
      }
    }
  }

  private void readGaps() throws IOException {
    Path file = folder.resolve(GAPS);
    if (!Files.exists(file)) {
      return;
    }
    for (String line : Files.readAllLines(file)) {
      long[] numbers = numbers(line, 3);
      if (numbers != null) {
        gaps.add(
            new Gap(
                numbers[0],
                Instant.ofEpochMilli(numbers[1]),
                Instant.ofEpochMilli(numbers[2]),
                line.substring(line.lastIndexOf('\t') + 1)));
      }
    }
  }

  /** A file that is there as a whole or not at all. */
  private static void replace(Path file, String text) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.write(beside, text.getBytes(StandardCharsets.UTF_8));
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Bytes with their place.
   *
   * @param offset the offset of the first one
   */
  record Piece(long offset, ByteBuffer bytes) {}
}
