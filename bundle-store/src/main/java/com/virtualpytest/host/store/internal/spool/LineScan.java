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
    while (true) {
      while (buffer.hasRemaining()) {
        byte one = buffer.get();
        if (one == '\n') {
          position += line.size() + 1L;
          return line.toByteArray();
        }
        line.write(one);
      }
      if (!fill()) {
        return null;
      }
    }
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
