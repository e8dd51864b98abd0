package com.virtualpytest.host.store.internal.spool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Lines on disk, in their order: added at the end, read from the beginning, and gone once they are
 * acknowledged. What was added is there after a kill of this process; what was read and not
 * acknowledged is read again. A line that a kill cut in two is left out. Safe for all threads.
 *
 * <p>The lines lie in files of limited size, written once, deleted as a whole; the file {@code
 * position} says how far they were acknowledged.
 */
public final class Spool implements AutoCloseable {
  private static final String POSITION = "position";

  private final Path folder;
  private final int segmentBytes;

  // guarded by this
  private final ArrayDeque<Segment> segments = new ArrayDeque<>();
  private FileChannel tail;
  private long tailLength;
  private long offset;
  private long lines;
  private long bytes;

  /**
   * What was read.
   *
   * @param lines as they were added
   */
  public record Batch(List<byte[]> lines, long segment, long end) {}

  private Spool(Path folder, int segmentBytes) {
    this.folder = folder;
    this.segmentBytes = segmentBytes;
  }

  /**
   * Opens a spool, with what an earlier run left.
   *
   * @param segmentBytes a file that is longer is followed by another one
   */
  public static Spool open(Path folder, int segmentBytes) throws IOException {
    Spool spool = new Spool(Files.createDirectories(folder), segmentBytes);
    spool.recover();
    return spool;
  }

  /** Adds lines; they hold no line feed. They are all there, or none when this fails. */
  public synchronized void append(List<byte[]> more) throws IOException {
    if (more.isEmpty()) {
      return;
    }
    if (tail == null || tailLength >= segmentBytes) {
      roll();
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] line : more) {
      all.write(line);
      all.write('\n');
    }
    ByteBuffer rest = ByteBuffer.wrap(all.toByteArray());
    try {
      while (rest.hasRemaining()) {
        tail.write(rest, tailLength + rest.position());
      }
    } catch (IOException e) {
      tail.truncate(tailLength);
      throw e;
    }
    tailLength += all.size();
    bytes += all.size();
    lines += more.size();
  }

  /** Takes care that a failure of the power does not take what was added so far. */
  public void force() throws IOException {
    FileChannel now;
    synchronized (this) {
      now = tail;
    }
    if (now != null && now.isOpen()) {
      now.force(false);
    }
  }

  /** The oldest lines that are not acknowledged; empty when there are none. */
  public synchronized Batch read(int most) throws IOException {
    while (!segments.isEmpty()) {
      Segment first = segments.getFirst();
      Batch batch = read(first, most);
      if (!batch.lines().isEmpty() || isTail(first)) {
        return batch;
      }
      remove(first);
    }
    return new Batch(List.of(), -1, 0);
  }

  /** The lines of a batch are never read again. */
  public synchronized void acknowledge(Batch batch) throws IOException {
    Segment first = segments.peekFirst();
    if (batch.lines().isEmpty() || first == null || first.number() != batch.segment()) {
      return; // given up meanwhile
    }
    note(batch.segment(), batch.end());
    lines -= batch.lines().size();
    bytes -= batch.end() - offset;
    offset = batch.end();
    if (isTail(first) && offset == tailLength && offset >= segmentBytes) {
      roll();
    }
    if (!isTail(first) && offset >= Files.size(first.file())) {
      remove(first);
    }
  }

  /**
   * Gives up the oldest file.
   *
   * @return how many lines went with it
   */
  public synchronized long dropOldest() throws IOException {
    if (segments.isEmpty() || lines == 0) {
      return 0;
    }
    Segment first = segments.getFirst();
    if (isTail(first)) {
      roll();
    }
    long lost = read(first, Integer.MAX_VALUE).lines().size();
    lines -= lost;
    remove(first);
    return lost;
  }

  /** Lines that are not acknowledged. */
  public synchronized long lines() {
    return lines;
  }

  /** Bytes that they take on disk. */
  public synchronized long bytes() {
    return bytes;
  }

  @Override
  public synchronized void close() throws IOException {
    if (tail != null) {
      tail.force(false);
      tail.close();
      tail = null;
    }
  }

  private boolean isTail(Segment segment) {
    return tail != null && segment.equals(segments.peekLast());
  }

  /** Begins another file. */
  private void roll() throws IOException {
    long number = segments.isEmpty() ? lastNumber() + 1 : segments.getLast().number() + 1;
    Segment next = Segment.of(folder, number);
    FileChannel opened =
        FileChannel.open(next.file(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    if (tail != null) {
      tail.close();
    }
    if (segments.isEmpty()) {
      offset = 0;
    }
    segments.addLast(next);
    tail = opened;
    tailLength = 0;
  }

  private void remove(Segment first) throws IOException {
    bytes -= Math.max(0, Files.size(first.file()) - offset);
    Files.delete(first.file());
    segments.removeFirst();
    offset = 0;
    if (segments.isEmpty()) {
      bytes = 0;
    }
  }

  private Batch read(Segment segment, int most) throws IOException {
    long end = isTail(segment) ? tailLength : Files.size(segment.file());
    List<byte[]> found = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.READ)) {
      LineScan scan = new LineScan(channel, offset, end);
      byte[] line = scan.next();
      while (line != null) {
        found.add(line);
        line = found.size() < most ? scan.next() : null;
      }
      return new Batch(found, segment.number(), scan.position());
    }
  }

  private void recover() throws IOException {
    TreeSet<Segment> found = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.map(Segment::of).flatMap(Optional::stream).forEach(found::add);
    }
    long[] position = position();
    for (Segment segment : found) {
      if (segment.number() < position[0]) {
        Files.delete(segment.file());
        continue;
      }
      segments.addLast(segment);
    }
    boolean begun = !segments.isEmpty() && segments.getFirst().number() == position[0];
    offset = begun ? position[1] : 0;
    for (Segment segment : List.copyOf(segments)) {
      long from = segment.equals(segments.getFirst()) ? offset : 0;
      lines += count(segment, from);
      bytes += Math.max(0, Files.size(segment.file()) - from);
    }
  }

  private static long count(Segment segment, long from) throws IOException {
    try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.READ)) {
      return new LineScan(channel, from, channel.size()).count();
    }
  }

  /** A number that was used must not be used again: the position speaks of it. */
  private long lastNumber() {
    try {
      return Math.max(0, position()[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long[] position() throws IOException {
    Path file = folder.resolve(POSITION);
    if (!Files.exists(file)) {
      return new long[] {-1, 0};
    }
    String[] parts = Files.readString(file).strip().split(" ");
    return parts.length == 2 && parts[0].matches("\\d{1,12}") && parts[1].matches("\\d{1,18}")
        ? new long[] {Long.parseLong(parts[0]), Long.parseLong(parts[1])}
        : new long[] {-1, 0};
  }

  private void note(long segment, long end) throws IOException {
    Path next = folder.resolve(POSITION + ".next");
    Files.write(next, (segment + " " + end + "\n").getBytes(StandardCharsets.UTF_8));
    Files.move(
        next,
        folder.resolve(POSITION),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
