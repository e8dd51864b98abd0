package com.virtualpytest.host.host.internal.server;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where the server is. Existing installations write it in several ways: without a scheme it is
 * plain HTTP on the server's own port, and a local address with {@code https} means plain HTTP as
 * well, since a local server has no certificate. Only literal private addresses, {@code localhost}
 * and {@code .local} count as local: a public name is never taken down to plain HTTP.
 */
final class ServerAddress {
  private static final int SERVER_PORT = 5109;
  private static final int HTTPS_PORT = 443;
  private static final Pattern LOCAL =
      Pattern.compile(
          "localhost|.*\\.localhost|.*\\.local|0\\.0\\.0\\.0|127\\..*|10\\..*|192\\.168\\..*"
              + "|169\\.254\\..*|172\\.(1[6-9]|2\\d|3[01])\\..*|\\[::1]");

  private ServerAddress() {}

  /**
   * The base address, without a slash at its end.
   *
   * @throws IllegalArgumentException it is none
   */
  static URI of(String setting) {
    boolean bare = !setting.contains("://");
    URI given = URI.create(bare ? "http://" + setting : setting);
    if (given.getHost() == null) {
      throw new IllegalArgumentException("no host in " + setting);
    }
    String host = given.getHost().toLowerCase(Locale.ROOT);
    boolean secure = "https".equalsIgnoreCase(given.getScheme());
    boolean local = LOCAL.matcher(host).matches();
    int port = given.getPort();
    if (local && secure) {
      secure = false;
      port = port == HTTPS_PORT ? SERVER_PORT : port;
    }
    if (port < 0 && (bare || local)) {
      port = SERVER_PORT;
    }
    String path = given.getPath() == null ? "" : given.getPath().replaceAll("/+$", "");
    return URI.create(
        (secure ? "https://" : "http://") + host + (port < 0 ? "" : ":" + port) + path);
  }
}
