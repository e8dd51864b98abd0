package com.virtualpytest.host.tapo.internal.protocol;

import com.virtualpytest.host.tapo.internal.protocol.PlugException.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * HTTP/1.1 as plugs understand it: one request on each connection, {@code Content-Length} written
 * just so (they compare letters), no redirects. The time of the whole exchange and the size of the
 * answer are bounded, an interruption ends it at once, and no thread or connection stays behind:
 * what {@code java.net.http} does not offer together.
 */
final class PlugHttp {
  private static final int CONNECT_MS = 2000;
  private static final int MAX_HEAD = 8 * 1024;
  private static final int MAX_BODY = 64 * 1024;

  private final PlugAddress address;
  private final Duration limit;

  /**
   * What came back.
   *
   * @param cookie the session, {@code TP_SESSIONID=…}; null when none was set
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Answer(int status, String cookie, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  PlugHttp(PlugAddress address, Duration limit) {
    this.address = address;
    this.limit = limit;
  }

  PlugAddress address() {
    return address;
  }

  /**
   * Sends and waits for the whole answer.
   *
   * @param type the content type; null for raw bytes
   * @param cookie to send; null for none
   * @throws PlugException {@code CLOSED}, {@code UNREACHABLE} or {@code GARBLED}
   */
  Answer post(String path, String type, String cookie, byte[] body)
      throws PlugException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    boolean connected = false;
    try (SocketChannel channel = SocketChannel.open()) {
      Socket socket = channel.socket();
      socket.connect(
          new InetSocketAddress(address.host(), address.httpPort()),
          Math.min(CONNECT_MS, left(end)));
      connected = true;
      socket.getOutputStream().write(Digests.concat(head(path, type, cookie, body.length), body));
      return new Reader(socket, end).answer();
    } catch (PlugException e) {
      throw e;
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException(); // an interrupted channel fails with its own exception
      }
      throw connected
          ? PlugException.unreachable(
              Problem.UNREACHABLE,
              address,
              e instanceof SocketTimeoutException ? "does not answer" : "broke off",
              e)
          : PlugException.unreachable(Problem.CLOSED, address, "cannot be reached", e);
    }
  }

  private byte[] head(String path, String type, String cookie, int length) {
    StringBuilder head = new StringBuilder(256);
    head.append("POST ").append(path).append(" HTTP/1.1\r\nHost: ").append(address);
    head.append("\r\nAccept: */*\r\nConnection: close\r\nContent-Type: ");
    head.append(type == null ? "application/octet-stream" : type);
    head.append("\r\nContent-Length: ").append(length).append("\r\n");
    if (type != null) {
      head.append("requestByApp: true\r\n");
    }
    if (cookie != null) {
      head.append("Cookie: ").append(cookie).append("\r\n");
    }
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static int left(long end) throws SocketTimeoutException {
    long millis = (end - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new SocketTimeoutException();
    }
    return (int) millis;
  }

  /** Reads one answer, byte counts and time bounded. */
  private static final class Reader {
    private final Socket socket;
    private final InputStream in;
    private final long end;
    private final byte[] buffer = new byte[2048];
    private int at;
    private int filled;

    Reader(Socket socket, long end) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
      this.end = end;
    }

    Answer answer() throws IOException {
      String[] status = line().split(" ", 3);
      if (status.length < 2 || !status[0].startsWith("HTTP/1.") || !status[1].matches("\\d{3}")) {
        throw PlugException.garbled("What answers does not speak HTTP", null);
      }
      Map<String, String> headers = headers();
      return new Answer(Integer.parseInt(status[1]), headers.get("cookie"), body(headers));
    }

    private Map<String, String> headers() throws IOException {
      Map<String, String> headers = new HashMap<>();
      int size = 0;
      for (String line = line(); !line.isEmpty(); line = line()) {
        size += line.length();
        if (size > MAX_HEAD) {
          throw PlugException.garbled("The plug answers without end", null);
        }
        int colon = line.indexOf(':');
        String name = colon < 0 ? line : line.substring(0, colon).toLowerCase(Locale.ROOT);
        String value = line.substring(colon + 1).strip();
        headers.put(name, value);
        if (name.equals("set-cookie") && value.startsWith("TP_SESSIONID=")) {
          // what follows is no attribute but another cookie, not to be sent back
          headers.put("cookie", value.split(";", 2)[0]);
        }
      }
      return headers;
    }

    private byte[] body(Map<String, String> headers) throws IOException {
      if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
        return chunks();
      }
      String length = headers.get("content-length");
      if (length == null) {
        return upTo(Integer.MAX_VALUE, false);
      }
      return upTo(number(length, 10), true);
    }

    private byte[] chunks() throws IOException {
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      while (true) {
        int size = number(line().split(";", 2)[0].strip(), 16);
        if (size == 0) {
          return whole.toByteArray();
        }
        whole.writeBytes(upTo(size, true));
        checkSize(whole.size());
        line();
      }
    }

    private static int number(String text, int radix) throws PlugException {
      try {
        int number = Integer.parseInt(text, radix);
        if (number >= 0) {
          checkSize(number);
          return number;
        }
      } catch (NumberFormatException e) {
        throw PlugException.garbled("The plug answers with a wrong length", e);
      }
      throw PlugException.garbled("The plug answers with a wrong length", null);
    }

    private byte[] upTo(int count, boolean all) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      while (bytes.size() < count) {
        if (at == filled && !fill()) {
          if (all) {
            throw new IOException("ended early");
          }
          break;
        }
        int part = Math.min(filled - at, count - bytes.size());
        bytes.write(buffer, at, part);
        at += part;
        checkSize(bytes.size());
      }
      return bytes.toByteArray();
    }

    private static void checkSize(int size) throws PlugException {
      if (size > MAX_BODY) {
        throw PlugException.garbled("The plug answers with too much", null);
      }
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      while (true) {
        if (at == filled && !fill()) {
          throw new IOException("ended early");
        }
        char next = (char) (buffer[at++] & 0xff);
        if (next == '\n') {
          return line.toString().stripTrailing();
        }
        line.append(next);
        if (line.length() > MAX_HEAD) {
          throw PlugException.garbled("The plug answers without end", null);
        }
      }
    }

    private boolean fill() throws IOException {
      socket.setSoTimeout(left(end));
      at = 0;
      filled = Math.max(0, in.read(buffer));
      return filled > 0;
    }
  }
}
