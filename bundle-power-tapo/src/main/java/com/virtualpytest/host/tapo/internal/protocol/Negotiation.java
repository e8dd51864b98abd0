package com.virtualpytest.host.tapo.internal.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.virtualpytest.host.tapo.internal.protocol.PlugException.Problem;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

/**
 * Finds out what a plug speaks and logs in, so that nobody has to choose. What worked the last time
 * is tried first. A wrong account is never tried again in another protocol.
 */
final class Negotiation {
  private static final Duration PROBE = Duration.ofMillis(800);

  /** A plug that was just woken needs a moment to open its port. */
  private static final Duration WAKING = Duration.ofSeconds(1);

  private static final Duration FIRST_REFUSAL_PAUSE = Duration.ofMillis(300);
  private static final int REFUSALS = 3;
  private static final int OTHER_TRANSPORT = 1003;

  private final PlugHttp http;
  private final Account account;
  private final SecureRandom random = new SecureRandom();

  Negotiation(PlugHttp http, Account account) {
    this.http = http;
    this.account = account;
  }

  /**
   * Logs in.
   *
   * @param remembered what worked the last time; null when nothing did
   */
  PlugSession open(Protocol remembered) throws PlugException, InterruptedException {
    try {
      return remembered == null ? negotiate() : reopen(remembered);
    } catch (PlugException e) {
      if (e.problem() != Problem.CLOSED) {
        throw e;
      }
      if (ProbeSender.ask(http.address(), PROBE).isEmpty()) {
        throw e; // nobody there to be woken
      }
      Thread.sleep(WAKING.toMillis());
      return negotiate();
    }
  }

  private PlugSession reopen(Protocol remembered) throws PlugException, InterruptedException {
    try {
      return openAs(remembered);
    } catch (PlugException e) {
      boolean otherFirmware =
          switch (e.problem()) {
            case OTHER_PROTOCOL, GARBLED, THIRD_PARTY, SESSION_LOST, REFUSED -> true;
            case UNREACHABLE -> brokeOff(e);
            case CLOSED, WRONG_ACCOUNT, LOCKED -> false;
          };
      if (!otherFirmware) {
        throw e;
      }
      return negotiate();
    }
  }

  private PlugSession openAs(Protocol protocol) throws PlugException, InterruptedException {
    return switch (protocol) {
      case KLAP_V1, KLAP_V2 -> KlapSession.open(http, account, random);
      case AES -> openAes();
      case TPAP ->
          TpapSession.open(
              http,
              account,
              TpapSession.discover(http)
                  .orElseThrow(
                      () -> PlugException.otherProtocol(Protocol.TPAP, "It does not offer it")),
              random);
    };
  }

  private PlugSession negotiate() throws PlugException, InterruptedException {
    Optional<JsonNode> tpap = tolerant(() -> TpapSession.discover(http), Optional.empty());
    if (tpap.isPresent()) {
      return TpapSession.open(http, account, tpap.get(), random);
    }
    return tolerant(this::speaksAes, false) ? openAes() : openKlap();
  }

  /** A question to a plug. */
  private interface Question<T> {
    T ask() throws PlugException, InterruptedException;
  }

  private static <T> T tolerant(Question<T> question, T otherwise)
      throws PlugException, InterruptedException {
    try {
      return question.ask();
    } catch (PlugException e) {
      if (!brokeOff(e)) {
        throw e;
      }
      return otherwise;
    }
  }

  /** Some firmware does so when it is asked for what it does not know. */
  private static boolean brokeOff(PlugException e) {
    return e.problem() == Problem.UNREACHABLE && !(e.getCause() instanceof SocketTimeoutException);
  }

  /** A plug that does not know the first protocol answers 1003, or not as JSON. */
  private boolean speaksAes() throws PlugException, InterruptedException {
    PlugHttp.Answer answer =
        http.post(
            "/app", "application/json", null, Digests.utf8(Json.method("component_nego", null)));
    if (!answer.text().startsWith("{")) {
      return false;
    }
    JsonNode node = Json.read(answer.text());
    return node.has("error_code") && node.path("error_code").asInt() != OTHER_TRANSPORT;
  }

  /**
   * Which form of the password a plug wants only its answer to the probe tells. When there is none,
   * both are tried: two refused logins at most.
   */
  private PlugSession openAes() throws PlugException, InterruptedException {
    int version = ProbeSender.ask(http.address(), PROBE).map(Probe.Found::loginVersion).orElse(0);
    if (version != 0) {
      return AesSession.open(http, account, version);
    }
    try {
      return AesSession.open(http, account, 1);
    } catch (PlugException e) {
      if (e.problem() != Problem.WRONG_ACCOUNT) {
        throw e;
      }
      return AesSession.open(http, account, 2);
    }
  }

  /** Firmware 1.4.0 sometimes says 403 for no reason. */
  private PlugSession openKlap() throws PlugException, InterruptedException {
    Duration pause = FIRST_REFUSAL_PAUSE;
    for (int refusal = 1; ; refusal++) {
      try {
        return KlapSession.open(http, account, random);
      } catch (PlugException e) {
        if (e.problem() != Problem.THIRD_PARTY || refusal == REFUSALS) {
          throw e;
        }
      }
      Thread.sleep(pause.toMillis());
      pause = pause.multipliedBy(3);
    }
  }
}
