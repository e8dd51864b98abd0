package com.virtualpytest.host.serial.internal.port;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import jdk.net.ExtendedSocketOptions;

/** A TCP connection to a console server; a silent one that is dead is noticed within a minute. */
final class NetPort {
  private static final int CONNECT_MILLIS = 5000;
  private static final int READ_MILLIS = 1000;
  private static final int SHORT_READ_MILLIS = 20;
  private static final int IDLE_SECONDS = 20;
  private static final int PROBE_SECONDS = 10;
  private static final int PROBES = 3;

  private NetPort() {}

  /**
   * Connects.
   *
   * @param name the address, for messages
   * @throws PortException nothing answers there
   */
  static Socket connect(String name, String host, int port) throws PortException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      keepAlive(socket);
      socket.setSoTimeout(READ_MILLIS);
      return socket;
    } catch (IOException e) {
      closeQuietly(socket);
      throw new PortException(name + " does not answer", hint(e));
    }
  }

  private static String hint(IOException e) {
    return e instanceof UnknownHostException
        ? "The name is not known to this machine"
        : "Look whether the console server runs there and takes another client";
  }

  /** Small pieces go out at once, and a dead peer is noticed. */
  static void keepAlive(Socket socket) throws IOException {
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, IDLE_SECONDS);
    socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, PROBE_SECONDS);
    socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
  }

  /** Makes reading return soon when nothing comes, or after a second as usual. */
  static void readShortly(Socket socket, boolean shortly, String name) throws PortException {
    try {
      socket.setSoTimeout(shortly ? SHORT_READ_MILLIS : READ_MILLIS);
    } catch (IOException e) {
      throw gone(name);
    }
  }

  /** Reads once; 0 when nothing came within a second, or 20 ms where that was asked for. */
  static int read(Socket socket, byte[] buffer, String name) throws PortException {
    try {
      int count = socket.getInputStream().read(buffer);
      if (count < 0) {
        throw gone(name);
      }
      return count;
    } catch (SocketTimeoutException e) {
      return 0;
    } catch (PortException e) {
      throw e;
    } catch (IOException e) {
      throw gone(name);
    }
  }

  static void write(Socket socket, byte[] bytes, int offset, int length, String name)
      throws PortException {
    try {
      socket.getOutputStream().write(bytes, offset, length);
    } catch (IOException e) {
      throw gone(name);
    }
  }

  static PortException gone(String name) {
    return new PortException(
        name + " has ended the connection", "Look whether the console server runs");
  }

  static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      return; // the system has it back either way
    }
  }
}
