package com.virtualpytest.host.tapo.internal.protocol;

import java.net.InetAddress;
import java.util.List;

/**
 * Where a plug is. A port that was given counts for HTTP and for the probe alike.
 *
 * @param host the IP address
 * @param port of HTTP; 0 for the usual one
 */
public record PlugAddress(InetAddress host, int port) {
  static final int HTTP_PORT = 80;
  static final List<Integer> PROBE_PORTS = List.of(20002, 20004);

  int httpPort() {
    return port == 0 ? HTTP_PORT : port;
  }

  List<Integer> probePorts() {
    return port == 0 ? PROBE_PORTS : List.of(port);
  }

  @Override
  public String toString() {
    String text = host.getHostAddress();
    return port == 0 ? text : text.contains(":") ? "[" + text + "]:" + port : text + ":" + port;
  }
}
