package com.virtualpytest.host.simulators.android.transport;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The packets of {@code shell,v2}: one byte that says what it is, the length in little-endian, the
 * data.
 */
final class ShellPackets {

  static final int STDIN = 0;
  static final int STDOUT = 1;
  static final int STDERR = 2;
  static final int EXIT = 3;
  static final int CLOSE_STDIN = 4;

  private static final int LARGEST = 64 * 1024;

  private final DataInputStream in;
  private final OutputStream out;

  ShellPackets(InputStream in, OutputStream out) {
    this.in = new DataInputStream(in);
    this.out = out;
  }

  /** What is written comes as packets of that kind. */
  OutputStream output(int kind) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; done += LARGEST) {
          send(kind, bytes, offset + done, Math.min(LARGEST, length - done));
        }
      }
    };
  }

  /** What the host types. */
  InputStream input() {
    return new Input();
  }

  /** The last packet. */
  void exit(int status) throws IOException {
    send(EXIT, new byte[] {(byte) status}, 0, 1);
  }

  private synchronized void send(int kind, byte[] bytes, int offset, int length)
      throws IOException {
    out.write(
        ByteBuffer.allocate(5 + length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) kind)
            .putInt(length)
            .put(bytes, offset, length)
            .array());
  }

  private final class Input extends InputStream {
    private int left;
    private boolean ended;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      while (left == 0 && !ended) {
        next();
      }
      if (ended) {
        return -1;
      }
      int count = in.read(bytes, offset, Math.min(length, left));
      left -= Math.max(count, 0);
      ended = count < 0;
      return count;
    }

    private void next() throws IOException {
      try {
        int kind = in.readUnsignedByte();
        int length = Integer.reverseBytes(in.readInt());
        if (kind == STDIN) {
          left = length;
        } else {
          in.skipNBytes(length);
          ended = kind == CLOSE_STDIN;
        }
      } catch (EOFException e) {
        ended = true;
      }
    }
  }
}
