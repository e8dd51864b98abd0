package com.virtualpytest.host.adb.internal.client;

import com.virtualpytest.host.adb.internal.client.AdbException.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Runs a script and brings back its exit code. A connection that ends without one is a failure: the
 * device or the server went away, and nobody knows how far the script came.
 */
final class ShellRun {
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int EXIT = 3;
  private static final byte CLOSE_STDIN = 4;
  private static final int HEADER = 5;
  private static final int CHUNK = 64 * 1024;

  private final AdbSocket socket;
  private final int limit;
  private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
  private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

  /**
   * @param limit how many bytes of output are taken
   */
  ShellRun(AdbSocket socket, int limit) {
    this.socket = socket;
    this.limit = limit;
  }

  /** The service that {@link #packets()} reads. */
  static String packets(ShellScript script) {
    return "shell,v2,raw:" + script.line();
  }

  /** The service that {@link #marked(String)} reads. */
  static String marked(ShellScript script, String mark) {
    return "shell:" + script.line() + "; echo " + mark + ":$?";
  }

  /**
   * With {@code shell_v2}: packets of one byte for the kind, four for the length (little endian),
   * and the data (AOSP, {@code shell_protocol.h}). The program gets no input: one that reads it
   * would wait for ever.
   */
  ShellResult packets() throws AdbException, InterruptedException {
    socket.write(ByteBuffer.wrap(new byte[] {CLOSE_STDIN, 0, 0, 0, 0}));
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    while (true) {
      socket.fill(header.clear());
      int kind = header.get();
      int length = header.getInt();
      if (length < 0) {
        throw new AdbException(Kind.PROTOCOL, "a packet of the shell is too long");
      }
      if (kind == EXIT && length == 1) {
        int code = socket.fill(ByteBuffer.allocate(1)).get() & 0xff;
        return new ShellResult(
            code, stdout.toString(StandardCharsets.UTF_8), stderr.toString(StandardCharsets.UTF_8));
      }
      copy(length, kind == STDOUT ? stdout : kind == STDERR ? stderr : null);
    }
  }

  /**
   * Up to Android 6: one stream for everything, without an exit code. The shell prints that behind
   * a mark which no output can hold by chance.
   *
   * @param mark as in {@link #marked(ShellScript, String)}
   */
  ShellResult marked(String mark) throws AdbException, InterruptedException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    while (socket.read(chunk.clear()) >= 0) {
      keep(chunk.flip(), stdout);
    }
    String output = stdout.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    int end = output.lastIndexOf(mark + ":");
    if (end < 0) {
      throw new AdbException(Kind.CONNECTION_LOST, "the shell ended without an exit code");
    }
    try {
      int code = Integer.parseInt(output.substring(end + mark.length() + 1).strip());
      return new ShellResult(code, output.substring(0, end), "");
    } catch (NumberFormatException e) {
      throw new AdbException(Kind.CONNECTION_LOST, "the shell ended without an exit code", e);
    }
  }

  private void copy(int length, ByteArrayOutputStream to)
      throws AdbException, InterruptedException {
    ByteBuffer chunk = ByteBuffer.allocate(Math.min(length, CHUNK));
    int left = length;
    while (left > 0) {
      ByteBuffer part = chunk.clear().limit(Math.min(left, chunk.capacity()));
      left -= part.remaining();
      socket.fill(part);
      if (to != null) {
        keep(part, to);
      }
    }
  }

  private void keep(ByteBuffer bytes, ByteArrayOutputStream to) throws AdbException {
    if (stdout.size() + stderr.size() + bytes.remaining() > limit) {
      throw new AdbException(Kind.TOO_LARGE, "the output is larger than " + limit + " bytes");
    }
    to.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
  }
}
