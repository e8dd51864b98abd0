package com.virtualpytest.host.serial.internal.log;

import com.virtualpytest.host.api.driver.SerialController.Mark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;

/**
 * A piece of the log: a file with the bytes as they came, and beside it a file with pairs of
 * numbers, offset and milliseconds since 1970, that say when.
 */
final class Segment {
  private static final String BYTES = ".log";
  private static final String TIMES = ".times";
  private static final int MARK_BYTES = 2 * Long.BYTES;
  private static final long MARK_MILLIS = 1000;

  private final Path file;
  private final long start;
  private volatile long length;
  private FileChannel bytes;
  private FileChannel times;
  private long marked;
  private long lastMark;

  private Segment(Path file, long start, long length) {
    this.file = file;
    this.start = start;
    this.length = length;
  }

  static boolean isSegment(Path file) {
    return file.getFileName().toString().matches("\\d{20}\\" + BYTES);
  }

  static Segment found(Path file) throws IOException {
    String name = file.getFileName().toString();
    long start = Long.parseLong(name.substring(0, name.length() - BYTES.length()));
    Segment segment = new Segment(file, start, Files.size(file));
    Path times = segment.timesFile();
    segment.marked = Files.exists(times) ? Files.size(times) : 0;
    return segment;
  }

  static Segment create(Path folder, long start) throws IOException {
    Path file = folder.resolve("%020d%s".formatted(start, BYTES));
    Segment segment = new Segment(file, start, 0);
    segment.bytes = open(file);
    try {
      segment.times = open(segment.timesFile());
    } catch (IOException e) {
      segment.bytes.close();
      throw e;
    }
    return segment;
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }

  long start() {
    return start;
  }

  long length() {
    return length;
  }

  /** Bytes on disk, those that tell the times included. For the thread that writes. */
  long size() {
    return length + marked;
  }

  long end() {
    return start + length;
  }

  Instant modified() throws IOException {
    return Files.getLastModifiedTime(file).toInstant();
  }

  /** Appends. When it fails, nothing of it counts: it can be written again. */
  void write(byte[] source, int count, Instant at) throws IOException {
    long millis = at.toEpochMilli();
    if (length == 0 || millis - lastMark >= MARK_MILLIS) {
      times.position(marked);
      writeFully(times, ByteBuffer.allocate(MARK_BYTES).putLong(end()).putLong(millis).flip());
      marked += MARK_BYTES;
      lastMark = millis;
    }
    bytes.position(length);
    writeFully(bytes, ByteBuffer.wrap(source, 0, count));
    length = end() - start + count;
  }

  private static void writeFully(FileChannel channel, ByteBuffer source) throws IOException {
    while (source.hasRemaining()) {
      channel.write(source);
    }
  }

  ByteBuffer read(long from, int max) throws IOException {
    int count = (int) Math.min(max, end() - from);
    ByteBuffer target = ByteBuffer.allocate(count);
    try (FileChannel channel = FileChannel.open(file)) {
      long position = from - start;
      while (target.hasRemaining()) {
        int read = channel.read(target, position + target.position());
        if (read < 0) {
          break; // cut by somebody else: what is there counts
        }
      }
    }
    return target.flip();
  }

  /** Adds the marks from {@code from} to {@code to}. */
  void marks(long from, long to, List<Mark> target) throws IOException {
    ByteBuffer pairs = ByteBuffer.wrap(Files.readAllBytes(timesFile()));
    while (pairs.remaining() >= MARK_BYTES) {
      long offset = pairs.getLong();
      Instant at = Instant.ofEpochMilli(pairs.getLong());
      if (offset >= from && offset < to) {
        target.add(new Mark(offset, at));
      }
    }
  }

  void delete() throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(timesFile());
  }

  void close() throws IOException {
    try {
      bytes.close();
    } finally {
      times.close();
    }
  }

  private Path timesFile() {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.substring(0, name.length() - BYTES.length()) + TIMES);
  }
}
