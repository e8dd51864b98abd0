package com.virtualpytest.host.store.internal.spool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads whole lines of a part of a file. */
final class LineScan {
  private final FileChannel channel;
  private final long end;
  private final ByteBuffer buffer = ByteBuffer.allocate(32 * 1024).flip();
  private long fetched;
  private long position;

  LineScan(FileChannel channel, long from, long end) {
    this.channel = channel;
    this.end = end;
    this.fetched = from;
    this.position = from;
  }

  /** The next line without its line feed; null when there is no whole one. */
  byte[] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    do {
      int from = buffer.position();
      int feed = feed();
      if (feed >= 0) {
        line.write(buffer.array(), from, feed - from);
        buffer.position(feed + 1);
        position += line.size() + 1L;
        return line.toByteArray();
      }
      line.write(buffer.array(), from, buffer.limit() - from);
    } while (fill());
    return null;
  }

  /** How many whole lines are left; reads to the end. */
  long count() throws IOException {
    long count = 0;
    do {
      for (int feed = feed(); feed >= 0; feed = feed()) {
        count++;
        buffer.position(feed + 1);
      }
    } while (fill());
    return count;
  }

  /** Where the next line feed is in the buffer; -1 for nowhere. */
  private int feed() {
    byte[] bytes = buffer.array();
    for (int i = buffer.position(); i < buffer.limit(); i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** Where the line that comes next begins. */
  long position() {
    return position;
  }

  private boolean fill() throws IOException {
    long left = end - fetched;
    if (left <= 0) {
      return false;
    }
    buffer.clear().limit((int) Math.min(buffer.capacity(), left));
    int count = channel.read(buffer, fetched);
    buffer.flip();
    if (count > 0) {
      fetched += count;
    }
    return count > 0;
  }
}
