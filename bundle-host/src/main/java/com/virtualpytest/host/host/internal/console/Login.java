package com.virtualpytest.host.host.internal.console;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks the user and the password of a request (HTTP basic authentication). Safe for all threads:
 * one comparison at a time, so that guessing in parallel is no faster and costs no second core.
 */
final class Login {

  static final String USER = "admin";
  private static final Duration TURN = Duration.ofSeconds(2);

  private final LoginThrottle throttle;
  private final Supplier<String> password;
  private final ReentrantLock turn = new ReentrantLock();
  private final SecretKeySpec fingerprintKey = new SecretKeySpec(random(), "HmacSHA256");
  private PasswordHash hash;
  private volatile byte[] known = random();

  /**
   * @param password asked once, at the first attempt: hashing takes time that the start lacks
   */
  Login(Supplier<String> password, LoginThrottle throttle) {
    this.password = password;
    this.throttle = throttle;
  }

  /** What came of an attempt. */
  enum Outcome {
    RIGHT,
    /** No user and password in the request, or not in a form that can be read. */
    MISSING,
    WRONG,
    /** Not even looked at: the peer has to wait. */
    TOO_EARLY
  }

  /**
   * @param outcome what came of it
   * @param delay how long until the next attempt is looked at; zero unless it was too early
   */
  record Result(Outcome outcome, Duration delay) {
    static Result of(Outcome outcome) {
      return new Result(outcome, Duration.ZERO);
    }
  }

  /**
   * @param authorization the header; null when there is none
   * @param peer the address of the other side
   */
  Result attempt(String authorization, String peer) {
    Optional<String> credentials = credentials(authorization);
    if (credentials.isEmpty()) {
      return Result.of(Outcome.MISSING);
    }
    Result early = early(peer);
    if (early != null) {
      return early;
    }
    if (isKnown(credentials.get())) {
      return Result.of(Outcome.RIGHT);
    }
    return inTurn(credentials.get(), peer);
  }

  private Result inTurn(String credentials, String peer) {
    try {
      if (!turn.tryLock(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Result(Outcome.TOO_EARLY, Duration.ofSeconds(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Result(Outcome.TOO_EARLY, Duration.ofSeconds(1));
    }
    try {
      return compare(credentials, peer);
    } finally {
      turn.unlock();
    }
  }

  private Result compare(String credentials, String peer) {
    // Those who had their turn before may have failed, or shown the right password, meanwhile.
    Result early = early(peer);
    if (early != null) {
      return early;
    }
    if (isKnown(credentials)) {
      return Result.of(Outcome.RIGHT);
    }
    if (!matches(credentials)) {
      throttle.failed(peer);
      return Result.of(Outcome.WRONG);
    }
    throttle.succeeded(peer);
    known = fingerprint(credentials);
    return Result.of(Outcome.RIGHT);
  }

  private Result early(String peer) {
    Duration wait = throttle.remaining(peer);
    return wait.isZero() ? null : new Result(Outcome.TOO_EARLY, wait);
  }

  private boolean matches(String credentials) {
    if (hash == null) {
      hash = new PasswordHash(password.get().toCharArray());
    }
    int colon = credentials.indexOf(':');
    boolean user = MessageDigest.isEqual(utf8(USER), utf8(credentials.substring(0, colon)));
    // looked at for a wrong name too, so that the time taken does not tell which of the two it was
    boolean right = hash.matches(credentials.substring(colon + 1).toCharArray());
    return user && right;
  }

  /** A page has dozens of parts, each with the password: the slow comparison is done once. */
  private boolean isKnown(String credentials) {
    return MessageDigest.isEqual(known, fingerprint(credentials));
  }

  private byte[] fingerprint(String credentials) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(fingerprintKey);
      return mac.doFinal(utf8(credentials));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("Every Java runtime has HmacSHA256", e);
    }
  }

  private static Optional<String> credentials(String authorization) {
    if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(authorization.substring(6).strip());
      String text = new String(bytes, StandardCharsets.UTF_8);
      Arrays.fill(bytes, (byte) 0);
      return Optional.of(text).filter(t -> t.indexOf(':') >= 0);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
