package com.virtualpytest.host.host.internal.http;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One-use passes for browsers, which cannot set headers on WebSockets, event streams and pictures.
 * A ticket is bound to one path and lives for a minute at most. Safe for all threads.
 */
final class Tickets {

  /** More than these are never open at a time. */
  static final int LIMIT = 10_000;

  private record Ticket(String path, Instant expires) {}

  private final Map<String, Ticket> open = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final Clock clock;

  Tickets(Clock clock) {
    this.clock = clock;
  }

  /** A new ticket, or null when too many are open. */
  String issue(String path, Duration life) {
    Instant now = clock.instant();
    open.values().removeIf(ticket -> !ticket.expires().isAfter(now));
    if (open.size() >= LIMIT) {
      return null;
    }
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    open.put(id, new Ticket(path, now.plus(life)));
    return id;
  }

  /** Uses a ticket up. True when it was good for this path. */
  boolean redeem(String id, String path) {
    Ticket ticket = open.remove(id);
    return ticket != null
        && ticket.expires().isAfter(clock.instant())
        && ticket.path().equals(path);
  }
}
