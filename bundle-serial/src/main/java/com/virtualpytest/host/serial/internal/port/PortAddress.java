package com.virtualpytest.host.serial.internal.port;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a console is: a path on this machine, or a TCP address that speaks plain or RFC 2217. */
public sealed interface PortAddress {

  /** A device file, a link to one, or a pseudo terminal. */
  record Local(Path path) implements PortAddress {
    @Override
    public String toString() {
      return path.toString();
    }
  }

  /** Bytes over TCP, nothing else. */
  record Tcp(String host, int port) implements PortAddress {
    @Override
    public String toString() {
      return "tcp://" + host + ":" + port;
    }
  }

  /** Telnet with the COM-PORT option. */
  record Rfc2217(String host, int port) implements PortAddress {
    @Override
    public String toString() {
      return "rfc2217://" + host + ":" + port;
    }
  }

  /** What is allowed, to complete the sentence "X must be …". */
  String ALLOWED = "a path such as /dev/serial/by-id/…, tcp://HOST:PORT or rfc2217://HOST:PORT";

  /** An address as it is written in settings; null when it is none. */
  static PortAddress parse(String text) {
    Matcher net =
        Pattern.compile("(tcp|rfc2217)://(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+):(\\d{1,5})")
            .matcher(text);
    if (net.matches()) {
      String host = net.group(2).replaceAll("[\\[\\]]", "");
      int port = Integer.parseInt(net.group(3));
      if (port < 1 || port > 65_535) {
        return null;
      }
      return net.group(1).equals("tcp") ? new Tcp(host, port) : new Rfc2217(host, port);
    }
    // jSerialComm builds a shell line of a path in one of its calls; none of ours, but be careful
    return text.matches("/[A-Za-z0-9/._:@+,=#-]+") ? new Local(Path.of(text)) : null;
  }

  /**
   * Opens it.
   *
   * @param lines how DTR and RTS are set at once, if they were asked for before
   * @throws PortException it is not there, or in use
   */
  default Port open(LineSettings settings, AskedLines lines) throws PortException {
    if (this instanceof Local local) {
      return LocalPort.open(local.path(), settings, lines);
    }
    if (this instanceof Tcp tcp) {
      return TcpPort.open(tcp, settings);
    }
    Rfc2217 remote = (Rfc2217) this;
    return Rfc2217Port.open(remote, settings, lines);
  }
}
