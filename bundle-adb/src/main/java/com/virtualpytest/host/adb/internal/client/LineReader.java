package com.virtualpytest.host.adb.internal.client;

import com.virtualpytest.host.adb.internal.client.AdbException.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Reads what a script prints, line by line. One thread. */
public final class LineReader {
  private static final int MAX_LINE = 16 * 1024;

  private final AdbSocket socket;
  private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024).flip();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  public LineReader(AdbSocket socket) {
    this.socket = socket;
  }

  /**
   * The next line that is not empty; an overlong one comes in pieces.
   *
   * @param silence after which an empty line stands for nothing having come
   * @return null at the end
   */
  public String next(Duration silence) throws AdbException, InterruptedException {
    while (true) {
      while (buffer.hasRemaining()) {
        byte next = buffer.get();
        if (next != '\n') {
          line.write(next);
        }
        if (next == '\n' || line.size() >= MAX_LINE) {
          String text = take();
          if (!text.isEmpty()) {
            return text;
          }
        }
      }
      socket.deadline(Deadline.in(silence));
      buffer.clear();
      try {
        int count = socket.read(buffer);
        buffer.flip();
        if (count < 0) {
          String last = take();
          return last.isEmpty() ? null : last;
        }
      } catch (AdbException e) {
        buffer.flip();
        if (e.kind() == Kind.DEADLINE) {
          return "";
        }
        throw e;
      }
    }
  }

  private String take() {
    String text = line.toString(StandardCharsets.UTF_8).strip();
    line.reset();
    return text;
  }
}
