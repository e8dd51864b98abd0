package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.adb.internal.client.AdbClient;
import com.virtualpytest.host.adb.internal.client.AdbException;
import com.virtualpytest.host.adb.internal.client.AdbException.Kind;
import com.virtualpytest.host.adb.internal.client.Deadline;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes the adb server connect to a device in the network, again and again with pauses. The server
 * tries that itself, but 10 s apart, and not at all after its own restart. Guarded by its user.
 */
final class Reconnect {
  private static final Duration ATTEMPT = Duration.ofMillis(2500);
  private static final long FIRST_PAUSE = 250;
  private static final long LAST_PAUSE = 1000;

  /** A device that answers nothing at all may have lost the connection without a word. */
  private static final int SILENT_PROBES = 5;

  private final String address;
  private final boolean sameView;
  private volatile String reason = "";
  private volatile boolean immediately = true;
  private long pause = FIRST_PAUSE;
  private long due = System.nanoTime();
  private long losses;
  private int silent;

  /**
   * @param sameView whether the adb server is on this machine, and sees what this machine sees
   */
  Reconnect(String address, boolean sameView) {
    this.address = address;
    this.sameView = sameView;
  }

  /** The next attempt may be made at once. Safe for all threads. */
  void now() {
    immediately = true;
  }

  /** A server that has lost its connection has forgotten its devices as well. */
  void serverLosses(long count) {
    if (count != losses) {
      losses = count;
      pause = FIRST_PAUSE;
      immediately = true;
    }
  }

  /** Whether the server has no connection to the device, or knows nothing of it. */
  static boolean lost(Kind kind) {
    return kind == Kind.DEVICE_MISSING || kind == Kind.DEVICE_OFFLINE;
  }

  /** Whether connecting anew is worth a try; asked once after each failed probe. */
  boolean helps(Kind kind) {
    silent = kind == Kind.DEADLINE ? silent + 1 : 0;
    boolean dead = silent >= SILENT_PROBES;
    if (dead) {
      silent = 0;
    }
    return (dead || lost(kind)) && due();
  }

  private boolean due() {
    return immediately || System.nanoTime() - due >= 0;
  }

  /** Connects; the device has to be asked then whether that helped. */
  void attempt(AdbClient client, Deadline limit) throws InterruptedException {
    immediately = false;
    try {
      if (sameView) {
        reach(limit);
      }
      forget(client, limit);
      reason = failure(client.connect(address, limit.orIn(ATTEMPT)));
    } catch (AdbException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      reason =
          e.kind() == Kind.DEADLINE ? "no answer" : failure(String.valueOf(cause.getMessage()));
    }
    long millis = pause + ThreadLocalRandom.current().nextLong(pause / 4);
    due = System.nanoTime() + Duration.ofMillis(millis).toNanos();
    pause = Math.min(LAST_PAUSE, pause * 2);
  }

  /**
   * The server writes a line to the log for each failure, and tries for long: it is spared that.
   */
  private void reach(Deadline limit) throws AdbException, InterruptedException {
    int colon = address.lastIndexOf(':');
    String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
    AdbClient.reach(host, Integer.parseInt(address.substring(colon + 1)), limit.orIn(ATTEMPT));
  }

  /** The server refuses to connect to what it has on its list already, dead or not. */
  private void forget(AdbClient client, Deadline limit) throws AdbException, InterruptedException {
    try {
      client.disconnect(address, limit.orIn(ATTEMPT));
    } catch (AdbException e) {
      if (e.kind() != Kind.DEVICE_MISSING && e.kind() != Kind.REFUSED) {
        throw e;
      }
    }
  }

  /** The device answers. */
  void succeeded() {
    reason = "";
    pause = FIRST_PAUSE;
    silent = 0;
  }

  /** What is the case. Safe for all threads. */
  String detail() {
    return told(address, reason);
  }

  /** The same of what the server said about it. */
  static String sentence(String address, String said) {
    return told(address, failure(said));
  }

  private static String told(String address, String why) {
    return "Failed to connect to Android device " + address + (why.isEmpty() ? "" : ": " + why);
  }

  /** The server answers failures in the same way; only its sentence tells them apart. */
  private static String failure(String said) {
    String text = said.toLowerCase(Locale.ROOT);
    if (text.contains("refused")) {
      return "connection refused";
    }
    if (text.contains("no route") || text.contains("unreachable")) {
      return "no route to it";
    }
    if (text.contains("timed out")) {
      return "no answer";
    }
    return text.contains("resolve") || text.contains("unknown host") || text.contains("not known")
        ? "its name is not known"
        : "";
  }
}
