package com.virtualpytest.host.tapo.internal.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;

/** A login by KLAP, either version: two handshakes, then sealed requests in one counted row. */
final class KlapSession implements PlugSession {
  private static final int SEED = 16;
  private static final int HASH = 32;

  /** Plugs forget sessions after a day; this one ends 20 min before. */
  private static final Duration LIFE = Duration.ofHours(24).minusMinutes(20);

  private final PlugHttp http;
  private final Match match;
  private final String cookie;
  private final KlapCipher cipher;
  private final long end = System.nanoTime() + LIFE.toNanos();

  /** Which hash fits the plug's answer. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Match(KlapVersion version, byte[] authHash, boolean ofNewPlug) {}

  private KlapSession(PlugHttp http, Match match, String cookie, KlapCipher cipher) {
    this.http = http;
    this.match = match;
    this.cookie = cookie;
    this.cipher = cipher;
  }

  /**
   * Logs in. A wrong account is found by comparing hashes here: the plug does not get to know of
   * it, so it cannot lock.
   */
  static KlapSession open(PlugHttp http, Account account, SecureRandom random)
      throws PlugException, InterruptedException {
    byte[] localSeed = new byte[SEED];
    random.nextBytes(localSeed);
    PlugHttp.Answer first = http.post("/app/handshake1", null, null, localSeed);
    checkHandshake(first);
    if (first.body().length != SEED + HASH) {
      throw PlugException.otherProtocol(Protocol.KLAP_V2, "Its answer has another size");
    }
    byte[] remoteSeed = Arrays.copyOf(first.body(), SEED);
    byte[] serverHash = Arrays.copyOfRange(first.body(), SEED, SEED + HASH);
    Match match = match(account, localSeed, remoteSeed, serverHash);
    byte[] proof = match.version().clientHash(localSeed, remoteSeed, match.authHash());
    checkHandshake(http.post("/app/handshake2", null, first.cookie(), proof));
    KlapCipher cipher = new KlapCipher(localSeed, remoteSeed, match.authHash());
    return new KlapSession(http, match, first.cookie(), cipher);
  }

  private static void checkHandshake(PlugHttp.Answer answer) throws PlugException {
    switch (answer.status()) {
      case 200 -> {}
      case 403 -> throw PlugException.thirdParty();
      default ->
          throw PlugException.otherProtocol(
              Protocol.KLAP_V2, "It answers with status " + answer.status());
    }
  }

  private static Match match(
      Account account, byte[] localSeed, byte[] remoteSeed, byte[] serverHash)
      throws PlugException {
    Match match = matchOf(account, false, localSeed, remoteSeed, serverHash);
    for (Account other : Account.OF_NEW_PLUGS) {
      match = match != null ? match : matchOf(other, true, localSeed, remoteSeed, serverHash);
    }
    if (match == null) {
      throw PlugException.wrongAccount();
    }
    return match;
  }

  private static Match matchOf(
      Account account, boolean ofNewPlug, byte[] localSeed, byte[] remoteSeed, byte[] serverHash) {
    for (KlapVersion version : new KlapVersion[] {KlapVersion.V2, KlapVersion.V1}) {
      byte[] authHash = version.authHash(account);
      if (MessageDigest.isEqual(serverHash, version.serverHash(localSeed, remoteSeed, authHash))) {
        return new Match(version, authHash, ofNewPlug);
      }
    }
    return null;
  }

  @Override
  public Protocol protocol() {
    return match.version().protocol();
  }

  @Override
  public boolean ofNewPlug() {
    return match.ofNewPlug();
  }

  @Override
  public boolean stale() {
    return System.nanoTime() - end > 0;
  }

  @Override
  public JsonNode request(String request) throws PlugException, InterruptedException {
    KlapCipher.Sealed sealed = cipher.seal(request);
    PlugHttp.Answer answer =
        http.post("/app/request?seq=" + sealed.seq(), null, cookie, sealed.body());
    if (answer.status() != 200) {
      // 403 is a session that ended, others come from plugs whose firmware changed meanwhile
      throw PlugException.sessionLost();
    }
    return Json.read(cipher.open(sealed.seq(), answer.body()));
  }
}
