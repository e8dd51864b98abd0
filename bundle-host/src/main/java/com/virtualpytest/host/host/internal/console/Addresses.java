package com.virtualpytest.host.host.internal.console;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A list of networks such as {@code 10.0.0.0/8, 2001:db8::/32, 192.168.1.7}. Names are not looked
 * up: an address is written in digits. IPv4 addresses in IPv6 form count as IPv4.
 */
final class Addresses {

  private static final Pattern V4 = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F:.]*");
  private static final Pattern BITS = Pattern.compile("\\d{1,3}");

  private final List<Network> networks;

  private Addresses(List<Network> networks) {
    this.networks = List.copyOf(networks);
  }

  /**
   * Reads a list separated by commas.
   *
   * @throws IllegalArgumentException when an entry is no network; the message names it
   */
  static Addresses parse(String list) {
    List<Network> networks = new ArrayList<>();
    for (String entry : list.split(",", -1)) {
      networks.add(Network.parse(entry.strip()));
    }
    return new Addresses(networks);
  }

  /** Whether an address, written in digits, is in one of the networks. */
  boolean contains(String address) {
    return bytes(address)
        .map(a -> networks.stream().anyMatch(network -> network.contains(a)))
        .orElse(false);
  }

  /** The bytes of an address in digits (4 or 16); empty when it is none. */
  static Optional<byte[]> bytes(String address) {
    if (address == null) {
      return Optional.empty();
    }
    int scope = address.indexOf('%');
    String plain = scope < 0 ? address : address.substring(0, scope);
    boolean v6 = V6.matcher(plain).matches();
    if (!v6 && !V4.matcher(plain).matches()) {
      return Optional.empty();
    }
    try {
      // Brackets make sure that a wrong address is not taken for a name and looked up.
      return Optional.of(InetAddress.getByName(v6 ? "[" + plain + "]" : plain).getAddress());
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** Whether an address or {@code localhost} can be reached from this machine alone. */
  static boolean loopback(String address) {
    String plain = address.replaceAll("^\\[|\\]$", "");
    if (plain.equalsIgnoreCase("localhost")) {
      return true;
    }
    return bytes(plain)
        .map(a -> a.length == 4 ? a[0] == 127 : new Network(loopbackV6(), 128).contains(a))
        .orElse(false);
  }

  private static byte[] loopbackV6() {
    byte[] address = new byte[16];
    address[15] = 1;
    return address;
  }

  private static final class Network {
    private final byte[] address;
    private final int bits;

    Network(byte[] address, int bits) {
      this.address = address;
      this.bits = bits;
    }

    static Network parse(String entry) {
      int slash = entry.indexOf('/');
      byte[] address =
          bytes(slash < 0 ? entry : entry.substring(0, slash))
              .orElseThrow(() -> new IllegalArgumentException("no network: " + entry));
      int most = address.length * 8;
      String length = slash < 0 ? String.valueOf(most) : entry.substring(slash + 1);
      if (!BITS.matcher(length).matches() || Integer.parseInt(length) > most) {
        throw new IllegalArgumentException("no network: " + entry);
      }
      return new Network(address, Integer.parseInt(length));
    }

    boolean contains(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
