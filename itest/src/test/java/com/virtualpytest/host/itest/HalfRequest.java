package com.virtualpytest.host.itest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A POST whose body comes in two parts. */
final class HalfRequest {
  private final Socket socket;
  private final String rest;

  private HalfRequest(Socket socket, String rest) {
    this.socket = socket;
    this.rest = rest;
  }

  /** Sends all but the rest of the body. */
  static HalfRequest to(Client client, String path, String first, String rest) throws IOException {
    Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), client.uri("http", path).getPort());
    socket.setSoTimeout(60_000);
    String head =
        "POST %s HTTP/1.1\r\nHost: x\r\nX-API-Key: %s\r\nContent-Type: application/json\r\n"
                .formatted(path, HostLaunch.KEY)
            + "Connection: close\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(first.length() + rest.length(), first);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
    return new HalfRequest(socket, rest);
  }

  /** Sends the rest and reads the answer to its end. */
  String end() {
    try (socket) {
      socket.getOutputStream().write(rest.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
