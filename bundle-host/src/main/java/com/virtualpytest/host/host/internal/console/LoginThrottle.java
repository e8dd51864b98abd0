package com.virtualpytest.host.host.internal.console;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows down who guesses passwords. After five wrong ones from one address each further attempt has
 * to wait, twice as long each time, up to a minute; after fifty from anywhere all addresses that
 * never logged in wait, up to ten seconds. A right password resets its address. Nothing blocks:
 * callers learn how long to wait. Safe for all threads.
 */
final class LoginThrottle {

  static final int FREE_PER_PEER = 5;
  static final int FREE_OVERALL = 50;
  static final int PEERS = 1024;
  private static final int TRUSTED = 64;
  private static final Duration LONGEST_PER_PEER = Duration.ofSeconds(60);
  private static final Duration LONGEST_OVERALL = Duration.ofSeconds(10);
  private static final Duration FORGOTTEN = Duration.ofMinutes(15);

  private final LongSupplier nanos;
  private final Map<String, Failures> peers = bounded(PEERS);
  private final Map<String, Boolean> trusted = bounded(TRUSTED);
  private Failures overall = Failures.NONE;

  /** A clock of its own is for tests. */
  LoginThrottle(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** How long this peer has to wait before its next attempt; zero when it need not. */
  synchronized Duration remaining(String address) {
    String peer = peer(address);
    long now = nanos.getAsLong();
    Duration own =
        peers.getOrDefault(peer, Failures.NONE).remaining(now, FREE_PER_PEER, LONGEST_PER_PEER);
    // Who knew the password before is not locked out by strangers who guess.
    Duration all =
        trusted.containsKey(peer)
            ? Duration.ZERO
            : overall.remaining(now, FREE_OVERALL, LONGEST_OVERALL);
    return own.compareTo(all) > 0 ? own : all;
  }

  /** Counts a wrong password. */
  synchronized void failed(String address) {
    long now = nanos.getAsLong();
    peers.merge(peer(address), new Failures(1, now), (before, one) -> before.another(now));
    overall = overall.another(now);
  }

  /** A right password: this peer's failures are forgotten. */
  synchronized void succeeded(String address) {
    String peer = peer(address);
    peers.remove(peer);
    trusted.put(peer, true);
  }

  /** The number of addresses that are remembered. */
  synchronized int size() {
    return peers.size() + trusted.size();
  }

  /** One IPv6 peer has a whole /64 to choose its address from. */
  private static String peer(String address) {
    return Addresses.bytes(address)
        .map(
            bytes -> HexFormat.of().formatHex(bytes.length == 16 ? Arrays.copyOf(bytes, 8) : bytes))
        .orElse("");
  }

  private static <V> Map<String, V> bounded(int most) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > most;
      }
    };
  }

  private record Failures(int count, long last) {

    static final Failures NONE = new Failures(0, 0);

    Failures another(long now) {
      return new Failures(forgotten(now) ? 1 : Math.min(count, 1_000_000) + 1, now);
    }

    Duration remaining(long now, int free, Duration longest) {
      if (count < free || forgotten(now)) {
        return Duration.ZERO;
      }
      Duration delay = Duration.ofSeconds(1L << Math.min(count - free, 20));
      Duration wait = delay.compareTo(longest) > 0 ? longest : delay;
      Duration left = wait.minusNanos(now - last);
      return left.isNegative() ? Duration.ZERO : left;
    }

    private boolean forgotten(long now) {
      return count == 0 || now - last > FORGOTTEN.toNanos();
    }
  }
}
