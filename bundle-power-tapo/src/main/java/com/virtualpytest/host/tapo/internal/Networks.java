package com.virtualpytest.host.tapo.internal;

import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.tapo.internal.protocol.PlugAddress;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How addresses in settings are read. Names are not looked up: an address is in digits. */
final class Networks {
  private static final Pattern V4 = Pattern.compile("((?:\\d{1,3}\\.){3}\\d{1,3})(?::(\\d{1,5}))?");
  private static final Pattern V6 =
      Pattern.compile("\\[([0-9a-fA-F:.]+)\\](?::(\\d{1,5}))?|([0-9a-fA-F:.]*:[0-9a-fA-F:.]*)");
  private static final Pattern SUBNET = Pattern.compile("((?:\\d{1,3}\\.){3}\\d{1,3})/(\\d{1,2})");
  private static final int LARGEST_SUBNET = 22;
  private static final int MAX_PORT = 65_535;

  private Networks() {}

  /**
   * An address of a plug: {@code 192.168.1.7}, {@code 127.0.0.1:8080}, {@code [fd00::7]:8080}.
   *
   * @param variable what it was set as, for messages
   * @param allowPublic whether any address will do
   */
  static PlugAddress plug(String variable, String value, boolean allowPublic)
      throws SettingException {
    String text = value.strip();
    Matcher v4 = V4.matcher(text.replaceFirst("^localhost", "127.0.0.1"));
    Matcher v6 = V6.matcher(text);
    String host;
    String port;
    if (v4.matches()) {
      host = v4.group(1);
      port = v4.group(2);
    } else if (v6.matches()) {
      host = v6.group(1) == null ? v6.group(3) : v6.group(1);
      port = v6.group(2);
    } else {
      throw notAnAddress(variable, text);
    }
    InetAddress address = address(variable, text, host);
    if (!allowPublic && !isPrivate(address)) {
      throw new SettingException(
          variable,
          "must be a private address, was " + shown(text) + " (TAPO_ALLOW_PUBLIC=true allows it)");
    }
    int number = port == null ? 0 : Integer.parseInt(port);
    if (number > MAX_PORT || (port != null && number == 0)) {
      throw notAnAddress(variable, text);
    }
    return new PlugAddress(address, number);
  }

  /**
   * Addresses to look for plugs at: {@code 192.168.1.0/24}, {@code 192.168.1.7}, {@code
   * 127.0.0.1:8080}, separated by commas.
   */
  static List<PlugAddress> plugs(String variable, String list, boolean allowPublic)
      throws SettingException {
    List<PlugAddress> all = new ArrayList<>();
    for (String entry : list.split(",", -1)) {
      String text = entry.strip();
      Matcher subnet = SUBNET.matcher(text);
      if (subnet.matches()) {
        addSubnet(all, variable, subnet, allowPublic);
      } else if (!text.isEmpty()) {
        all.add(plug(variable, text, allowPublic));
      }
    }
    return List.copyOf(all);
  }

  private static void addSubnet(
      List<PlugAddress> all, String variable, Matcher subnet, boolean allowPublic)
      throws SettingException {
    int bits = Integer.parseInt(subnet.group(2));
    if (bits < LARGEST_SUBNET || bits > 32) {
      throw new SettingException(
          variable, "must name subnets from /22 to /32, was " + shown(subnet.group()));
    }
    PlugAddress one = plug(variable, subnet.group(1), allowPublic);
    int size = 1 << (32 - bits);
    int first = new BigInteger(one.host().getAddress()).intValue() & -size;
    // neither the network's own address nor the one for all
    int edge = size > 2 ? 1 : 0;
    for (int i = edge; i < size - edge; i++) {
      all.add(new PlugAddress(v4(first + i), 0));
    }
  }

  private static InetAddress v4(int number) {
    byte[] bytes = {
      (byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number
    };
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InetAddress address(String variable, String text, String host)
      throws SettingException {
    try {
      // brackets make sure that a wrong address is not taken for a name and looked up
      return InetAddress.getByName(host.contains(":") ? "[" + host + "]" : checked(host));
    } catch (UnknownHostException e) {
      throw notAnAddress(variable, text);
    }
  }

  private static String checked(String v4) throws UnknownHostException {
    for (String part : v4.split("\\.")) {
      if (Integer.parseInt(part) > 255) {
        throw new UnknownHostException();
      }
    }
    return v4;
  }

  private static boolean isPrivate(InetAddress address) {
    boolean uniqueLocal =
        address.getAddress().length == 16 && (address.getAddress()[0] & 0xfe) == 0xfc;
    return address.isLoopbackAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || uniqueLocal;
  }

  private static SettingException notAnAddress(String variable, String text) {
    return new SettingException(
        variable, "must be an IP address, or address:port, was " + shown(text));
  }

  private static String shown(String value) {
    return value.length() <= 40 ? value : value.substring(0, 40) + "…";
  }
}
