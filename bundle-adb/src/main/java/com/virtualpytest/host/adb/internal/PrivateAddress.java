package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses that a caller may make the adb server connect to: those of the lab's own network, so
 * that the host is no way out to others. Names are resolved once, and the number is used.
 */
final class PrivateAddress {
  private static final Pattern ADDRESS =
      Pattern.compile("([A-Za-z0-9][A-Za-z0-9.-]{0,252}|\\[[0-9a-fA-F:.]+\\]):(\\d{1,5})");
  private static final int MAX_PORT = 65_535;

  private PrivateAddress() {}

  /**
   * The address in numbers.
   *
   * @throws ApiException {@code BAD_REQUEST}
   */
  static String resolve(String text) {
    Matcher matcher = ADDRESS.matcher(text == null ? "" : text.strip());
    if (!matcher.matches()) {
      throw refused("address must be an address with a port, such as 192.168.1.50:5555");
    }
    int port = Integer.parseInt(matcher.group(2));
    if (port < 1 || port > MAX_PORT) {
      throw refused("address must have a port from 1 to " + MAX_PORT);
    }
    InetAddress address = find(matcher.group(1));
    if (!isPrivate(address)) {
      throw refused("address must be one of a private network");
    }
    String number = address.getHostAddress();
    return (address instanceof Inet6Address ? "[" + number + "]" : number) + ":" + port;
  }

  private static InetAddress find(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw refused("address is not known");
    }
  }

  private static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean unique = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    return address.isLoopbackAddress() || address.isSiteLocalAddress() || unique || shared;
  }

  private static ApiException refused(String text) {
    return new ApiException(ErrorCode.BAD_REQUEST, text);
  }
}
