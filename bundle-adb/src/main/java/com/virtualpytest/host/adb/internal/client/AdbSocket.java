package com.virtualpytest.host.adb.internal.client;

import com.virtualpytest.host.adb.internal.client.AdbException.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;

/**
 * One connection to the adb server. Every wait ends at the deadline, at an interruption, or when
 * another thread closes the socket; blocking sockets would allow that for reading alone.
 *
 * <p>A request is four hexadecimal digits with the length and the name of a service; the answer is
 * {@code OKAY}, or {@code FAIL} with a text of the same form (AOSP, {@code SERVICES.TXT}).
 */
public final class AdbSocket implements AutoCloseable {
  private static final int MAX_REQUEST = 0xffff;

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private volatile Deadline deadline;

  private AdbSocket(SocketChannel channel, Selector selector, Deadline deadline)
      throws IOException {
    this.channel = channel;
    this.selector = selector;
    this.deadline = deadline;
    this.key = channel.register(selector, 0);
  }

  /**
   * Connects to the adb server.
   *
   * @throws AdbException {@code SERVER_DOWN} or {@code DEADLINE}
   */
  static AdbSocket connect(InetSocketAddress server, Deadline deadline)
      throws AdbException, InterruptedException {
    if (server.isUnresolved()) {
      throw new AdbException(Kind.SERVER_DOWN, "unknown host " + server.getHostString());
    }
    SocketChannel channel = null;
    Selector selector = null;
    AdbSocket socket = null;
    boolean connected = false;
    try {
      channel = SocketChannel.open();
      selector = Selector.open();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      socket = new AdbSocket(channel, selector, deadline);
      if (!channel.connect(server)) {
        socket.await(SelectionKey.OP_CONNECT);
        channel.finishConnect();
      }
      connected = true;
      return socket;
    } catch (AdbException e) {
      throw e;
    } catch (IOException e) {
      throw new AdbException(Kind.SERVER_DOWN, "no connection to the adb server", e);
    } finally {
      if (!connected) {
        closeQuietly(channel, selector);
      }
    }
  }

  /** From now on this is the deadline of every wait. */
  public void deadline(Deadline next) {
    deadline = next;
  }

  /**
   * Asks for a service and reads {@code OKAY}.
   *
   * @throws AdbException what the server said instead
   */
  void request(String service) throws AdbException, InterruptedException {
    byte[] name = service.getBytes(StandardCharsets.UTF_8);
    if (name.length > MAX_REQUEST) {
      throw new AdbException(Kind.COMMAND_TOO_LONG, "the request is too long");
    }
    ByteBuffer request = ByteBuffer.allocate(4 + name.length);
    String length = HexFormat.of().toHexDigits((short) name.length);
    request.put(length.getBytes(StandardCharsets.US_ASCII)).put(name);
    write(request.flip());
    expectOkay(service);
  }

  private void expectOkay(String service) throws AdbException, InterruptedException {
    String status = text(4);
    if (status.equals("FAIL")) {
      throw AdbException.ofFail(service, block());
    }
    if (!status.equals("OKAY")) {
      throw new AdbException(Kind.PROTOCOL, "the adb server does not speak its protocol");
    }
  }

  /** Reads a text that its length precedes in four hexadecimal digits. */
  String block() throws AdbException, InterruptedException {
    String length = text(4);
    try {
      return text(Integer.parseInt(length, 16));
    } catch (NumberFormatException e) {
      throw new AdbException(Kind.PROTOCOL, "the adb server does not speak its protocol", e);
    }
  }

  /** Writes all of it. */
  void write(ByteBuffer bytes) throws AdbException, InterruptedException {
    try {
      while (true) {
        channel.write(bytes);
        if (!bytes.hasRemaining()) {
          return;
        }
        await(SelectionKey.OP_WRITE);
      }
    } catch (AdbException e) {
      throw e;
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /**
   * Reads what is there, one byte at least.
   *
   * @return the number of bytes; −1 at the end
   */
  int read(ByteBuffer into) throws AdbException, InterruptedException {
    try {
      while (true) {
        int count = channel.read(into);
        if (count != 0) {
          return count;
        }
        await(SelectionKey.OP_READ);
      }
    } catch (AdbException e) {
      throw e;
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** Whether there is something to read, or the end, within this time; the deadline stays. */
  boolean within(Duration time) throws AdbException, InterruptedException {
    Deadline before = deadline;
    deadline = Deadline.in(time);
    try {
      await(SelectionKey.OP_READ);
      return true;
    } catch (AdbException e) {
      if (e.kind() == Kind.DEADLINE) {
        return false;
      }
      throw e;
    } catch (IOException e) {
      throw lost(e);
    } finally {
      deadline = before;
    }
  }

  /** Fills the buffer, and flips it. An end before that is a failure. */
  ByteBuffer fill(ByteBuffer into) throws AdbException, InterruptedException {
    while (into.hasRemaining()) {
      if (read(into) < 0) {
        throw new AdbException(Kind.CONNECTION_LOST, "the connection ended too early");
      }
    }
    return into.flip();
  }

  /** Safe for all threads; whoever waits is told that the connection is lost. */
  @Override
  public void close() {
    closeQuietly(channel, selector);
  }

  private String text(int length) throws AdbException, InterruptedException {
    return StandardCharsets.UTF_8.decode(fill(ByteBuffer.allocate(length))).toString();
  }

  private void await(int operation) throws IOException, InterruptedException {
    try {
      key.interestOps(operation);
      do {
        long millis = deadline.selectMillis();
        selector.selectedKeys().clear();
        selector.select(millis);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (!channel.isOpen()) {
          throw lost(null);
        }
      } while (selector.selectedKeys().isEmpty());
    } catch (ClosedSelectorException | CancelledKeyException e) {
      throw lost(e);
    }
  }

  private static AdbException lost(Exception cause) {
    return new AdbException(Kind.CONNECTION_LOST, "the connection broke", cause);
  }

  private static void closeQuietly(SocketChannel channel, Selector selector) {
    try (selector;
        channel) {
      // the selector last: it wakes who waits
    } catch (IOException e) {
      // nobody can do anything about a connection that cannot even be closed
    }
  }
}
