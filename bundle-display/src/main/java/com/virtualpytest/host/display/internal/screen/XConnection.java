package com.virtualpytest.host.display.internal.screen;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;

/**
 * A short conversation with an X server, without any toolkit. One request at a time; its own thread
 * only. An interrupt ends it with an {@link IOException}.
 */
final class XConnection implements AutoCloseable {
  private static final int MAX_REPLY = 256 << 20;

  private final SocketChannel channel;
  private final ByteBuffer setup;

  XConnection(XSocket socket) throws IOException {
    channel = socket.connect();
    try {
      ByteBuffer request = buffer(12);
      request.put((byte) 'l').put((byte) 0).putShort((short) 11).putShort((short) 0);
      send(request);
      ByteBuffer head = read(8);
      if (head.get(0) != 1) {
        throw new IOException("the X server refuses connections");
      }
      setup = read(4 * Short.toUnsignedInt(head.getShort(6)));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** What the server said of itself, without the first 8 bytes. */
  ByteBuffer setup() {
    return setup;
  }

  /** A request to be filled in, from its second field on. */
  static ByteBuffer request(int opcode, int data, int words) {
    return buffer(4 * words).put((byte) opcode).put((byte) data).putShort((short) words);
  }

  /** Sends a request that has no reply. */
  void send(ByteBuffer request) throws IOException {
    request.rewind();
    while (request.hasRemaining()) {
      channel.write(request);
    }
  }

  /**
   * Sends a request and returns its reply, with its head of 32 bytes.
   *
   * @throws IOException the server refuses it, or is gone
   */
  ByteBuffer ask(ByteBuffer request) throws IOException {
    send(request);
    ByteBuffer head = read(32);
    while (head.get(0) > 1) {
      head = read(32); // an event, told to every client
    }
    if (head.get(0) != 1) {
      throw new IOException("the X server refuses request " + request.get(0));
    }
    long more = 4L * Integer.toUnsignedLong(head.getInt(4));
    if (more > MAX_REPLY) {
      throw new IOException("the X server's reply is too large");
    }
    ByteBuffer reply = buffer((int) more + 32).put(head);
    fill(reply);
    return reply.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private ByteBuffer read(int length) throws IOException {
    ByteBuffer result = buffer(length);
    fill(result);
    return result.flip();
  }

  private void fill(ByteBuffer result) throws IOException {
    while (result.hasRemaining()) {
      if (channel.read(result) < 0) {
        throw new EOFException("the X server closed the connection");
      }
    }
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
