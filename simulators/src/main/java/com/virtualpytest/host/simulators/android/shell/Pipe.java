package com.virtualpytest.host.simulators.android.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/** What stands between the programs of a pipeline: 64 KiB, then the writer waits. */
final class Pipe {

  private final byte[] buffer = new byte[64 * 1024];
  private int start;
  private int count;
  private boolean written;
  private boolean abandoned;

  /** Its reading end; closing it makes writers fail. */
  InputStream in() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return length == 0 ? 0 : get(bytes, offset, length);
      }

      @Override
      public int available() {
        return filled();
      }

      @Override
      public void close() {
        abandon();
      }
    };
  }

  /** Its writing end; closing it ends what the reader reads. */
  OutputStream out() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; ) {
          done += put(bytes, offset + done, length - done);
        }
      }

      @Override
      public void close() {
        end();
      }
    };
  }

  private synchronized int filled() {
    return count;
  }

  private synchronized void abandon() {
    abandoned = true;
    notifyAll();
  }

  private synchronized void end() {
    written = true;
    notifyAll();
  }

  private synchronized int get(byte[] bytes, int offset, int length) throws IOException {
    try {
      while (count == 0 && !written) {
        wait();
      }
    } catch (InterruptedException e) {
      throw stopped();
    }
    if (count == 0) {
      return -1;
    }
    int size = Math.min(Math.min(length, count), buffer.length - start);
    System.arraycopy(buffer, start, bytes, offset, size);
    start = (start + size) % buffer.length;
    count -= size;
    notifyAll();
    return size;
  }

  private synchronized int put(byte[] bytes, int offset, int length) throws IOException {
    try {
      while (count == buffer.length && !abandoned) {
        wait();
      }
    } catch (InterruptedException e) {
      throw stopped();
    }
    if (abandoned) {
      throw new IOException("broken pipe");
    }
    int end = (start + count) % buffer.length;
    int size = Math.min(Math.min(length, buffer.length - count), buffer.length - end);
    System.arraycopy(bytes, offset, buffer, end, size);
    count += size;
    notifyAll();
    return size;
  }

  private static InterruptedIOException stopped() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("pipeline stopped");
  }
}
