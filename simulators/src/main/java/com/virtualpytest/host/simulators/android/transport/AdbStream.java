package com.virtualpytest.host.simulators.android.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * One stream within a link, as the service at its end sees it. Only one packet per direction is
 * under way at a time: what was received is acknowledged once the service has taken it, and the
 * service's next packet waits for the acknowledgement of its last.
 */
final class AdbStream {

  private final Link link;
  private final int id;
  private final int peer;
  private final Deque<byte[]> received = new ArrayDeque<>();
  private boolean writable = true;
  private boolean closed;
  private Thread service;

  AdbStream(Link link, int id, int peer) {
    this.link = link;
    this.id = id;
    this.peer = peer;
  }

  /** Tells the host that the service is there. */
  void accept() throws IOException {
    link.send(new Packet(Packet.OKAY, id, peer));
  }

  /** Tells the host that there is no such service. */
  void refuse() throws IOException {
    synchronized (this) {
      closed = true;
    }
    link.send(new Packet(Packet.CLSE, 0, peer));
  }

  /** What the host sends; ends when it closes the stream. */
  InputStream in() {
    return new Input();
  }

  /** To the host; fails once the stream is closed. */
  OutputStream out() {
    return new Output();
  }

  /** Runs the service on this thread; {@link #abort} interrupts it. Closes the stream after it. */
  void serve(Service code) throws IOException {
    synchronized (this) {
      if (closed) {
        return;
      }
      service = Thread.currentThread();
    }
    try {
      code.run();
    } catch (InterruptedException e) {
      link.log("stopped");
    } finally {
      synchronized (this) {
        service = null;
        // A late interruption must not hit what this pooled thread does next.
        Thread.interrupted();
      }
      close();
    }
  }

  /** What runs at the end of a stream. */
  interface Service {
    void run() throws IOException, InterruptedException;
  }

  /** Ends the stream from this side. */
  void close() throws IOException {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      notifyAll();
    }
    link.forget(id);
    link.send(new Packet(Packet.CLSE, id, peer));
  }

  /** The host closed it, or the link is gone: whoever works for it is interrupted. */
  synchronized void abort() {
    closed = true;
    notifyAll();
    if (service != null) {
      service.interrupt();
    }
  }

  synchronized void receive(byte[] data) {
    received.add(data);
    notifyAll();
  }

  synchronized void acknowledged() {
    writable = true;
    notifyAll();
  }

  private synchronized byte[] take() throws InterruptedException {
    while (received.isEmpty() && !closed) {
      wait();
    }
    return received.poll();
  }

  private synchronized void awaitWritable() throws IOException, InterruptedException {
    while (!writable && !closed) {
      wait();
    }
    if (closed) {
      throw new IOException("stream closed");
    }
    writable = false;
  }

  private final class Input extends InputStream {
    private byte[] current = {};
    private int position;

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
      try {
        while (position == current.length) {
          byte[] next = take();
          if (next == null) {
            return -1;
          }
          current = next;
          position = 0;
          link.send(new Packet(Packet.OKAY, id, peer));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("stream closed");
      }
      int count = Math.min(length, current.length - position);
      System.arraycopy(current, position, bytes, offset, count);
      position += count;
      return count;
    }

    @Override
    public int available() {
      return current.length - position;
    }
  }

  private final class Output extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int size = link.maxData();
      for (int done = 0; done < length; done += size) {
        int start = offset + done;
        byte[] chunk = Arrays.copyOfRange(bytes, start, start + Math.min(size, length - done));
        try {
          awaitWritable();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("stream closed");
        }
        link.send(new Packet(Packet.WRTE, id, peer, chunk));
      }
    }
  }
}
