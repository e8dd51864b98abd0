package com.virtualpytest.host.host.internal.server;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.host.internal.server.ServerClient.Reply;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this host registered, for ever. {@link #step} is called by one thread again and again; the
 * state can be asked for from any.
 *
 * <p>The server forgets its hosts when it restarts, and answers the next ping 404. Pings are rare,
 * so between them the link looks every few seconds whether the server still listens: one that was
 * away is pinged at once.
 */
final class Link {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  private static final String HINT = "Check SERVER_URL and the server";
  private static final Duration REGISTER_LIMIT = Duration.ofSeconds(30);
  private static final Duration PING_LIMIT = Duration.ofSeconds(60);
  private static final Duration UNREGISTER_LIMIT = Duration.ofSeconds(2);
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  /** A server that does not answer is cheap to ask. */
  private static final Duration LONGEST_AWAY = Duration.ofSeconds(4);

  /** One that answers with an error will do so for a while. */
  private static final Duration LONGEST_REFUSED = Duration.ofSeconds(60);

  private final ServerClient server;
  private final Payloads payloads;
  private final Duration period;
  private final Clock clock;

  // used by the thread that steps
  private Object told;
  private Instant nextPing = Instant.MIN;
  private boolean away;
  private int failures;

  private volatile boolean registered;
  private volatile Status status;

  /**
   * @param period pings are sent when the clock is at a multiple of it
   */
  Link(ServerClient server, Payloads payloads, Duration period, Clock clock) {
    this.server = server;
    this.payloads = payloads;
    this.period = period;
    this.clock = clock;
    this.status = Status.of(State.STARTING, null, null, clock.instant());
  }

  /** How the link is. */
  Status status() {
    return status;
  }

  /**
   * Does what is due.
   *
   * @return how long to wait before the next step
   */
  Duration step() throws InterruptedException {
    if (!registered) {
      return register();
    }
    if (!Objects.equals(told, payloads.fingerprint())) {
      LOG.info("Devices or drivers changed; registering with the server again");
      return register();
    }
    if (!clock.instant().isBefore(nextPing)) {
      return ping();
    }
    return look();
  }

  /** Says good-bye, when there was a hello. */
  void end() throws InterruptedException {
    if (!registered) {
      return;
    }
    registered = false;
    try {
      Reply reply =
          server.post("/server/system/unregister", payloads.unregistration(), UNREGISTER_LIMIT);
      LOG.info("Unregistered from the server ({})", reply.status());
    } catch (IOException e) {
      LOG.warn("The server did not answer the unregistration");
      LOG.debug("Unregistration", e);
    }
  }

  private Duration register() throws InterruptedException {
    Object now = payloads.fingerprint();
    try {
      Reply reply = server.post("/server/system/register", payloads.registration(), REGISTER_LIMIT);
      if (!reply.ok()) {
        return refused("registration", reply);
      }
      registered = true;
      told = now;
      well();
      nextPing = clock.instant();
      return Duration.ZERO;
    } catch (IOException e) {
      return silent(e);
    }
  }

  private Duration ping() throws InterruptedException {
    try {
      Reply reply = server.post("/server/system/ping", payloads.ping(), PING_LIMIT);
      if (reply.notRegistered()) {
        LOG.info("The server does not know this host any more; registering again");
        registered = false;
        return Duration.ZERO;
      }
      if (!reply.ok()) {
        Duration pause = refused("ping", reply);
        nextPing = clock.instant().plus(pause);
        return pause;
      }
      well();
      nextPing = nextBoundary();
      return LOOK;
    } catch (IOException e) {
      nextPing = clock.instant();
      return silent(e);
    }
  }

  private Duration look() {
    if (!server.listens()) {
      if (!away) {
        away = true;
        change(state(State.OFFLINE, "The server does not answer"));
      }
    } else if (away) {
      nextPing = clock.instant();
      return Duration.ZERO;
    }
    Duration untilPing = Duration.between(clock.instant(), nextPing);
    return untilPing.compareTo(LOOK) < 0 && !untilPing.isNegative() ? untilPing : LOOK;
  }

  private Instant nextBoundary() {
    long seconds = Math.max(1, period.toSeconds());
    return Instant.ofEpochSecond((clock.instant().getEpochSecond() / seconds + 1) * seconds);
  }

  private void well() {
    failures = 0;
    away = false;
    change(state(State.READY, null));
  }

  private Duration refused(String what, Reply reply) {
    away = false;
    change(
        state(
            State.BACKOFF, "The server refuses the " + what + " (status " + reply.status() + ")"));
    return pause(LONGEST_REFUSED);
  }

  private Duration silent(IOException e) {
    LOG.debug("The server did not answer", e);
    away = true;
    change(state(State.OFFLINE, "The server does not answer"));
    return pause(LONGEST_AWAY);
  }

  /** Longer each time, and a little different on every host. */
  private Duration pause(Duration longest) {
    long doubled = FIRST_PAUSE.toMillis() << Math.min(failures++, 10);
    long millis = Math.min(doubled, longest.toMillis());
    return Duration.ofMillis(millis - ThreadLocalRandom.current().nextLong(millis / 4 + 1));
  }

  private Status state(State state, String detail) {
    return status.observe(state, detail, detail == null ? null : HINT, clock.instant());
  }

  /** Tells the log when it is another state or another reason. */
  private void change(Status next) {
    Status before = status;
    status = next;
    if (before.state() == next.state() && Objects.equals(before.detail(), next.detail())) {
      return;
    }
    if (next.state() == State.READY) {
      LOG.info("Registered with the server");
    } else {
      LOG.warn("{}; trying again", next.detail());
    }
  }
}
