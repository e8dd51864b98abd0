package com.virtualpytest.host.tapo.internal.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.virtualpytest.host.tapo.internal.protocol.PlugException.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A plug: asks it, and logs in when that is needed. Safe for all threads; one request is on its way
 * at a time, as plugs want it.
 *
 * <p>A login that the plug refused is not repeated before {@link Brake} allows it: requests fail at
 * once with the same reason, so that a wrong password is at most two logins in five minutes.
 */
public final class Plug {
  private static final Duration EXCHANGE = Duration.ofSeconds(4);
  private static final Duration PAUSE_AFTER_RESET = Duration.ofMillis(250);
  private static final int ATTEMPTS = 3;

  private final Negotiation negotiation;
  private final Consumer<Protocol> remember;
  private final Clock clock;
  private final Brake brake;
  private final ReentrantLock lock = new ReentrantLock();

  // guarded by lock
  private PlugSession session;
  private Protocol remembered;

  private volatile Session view = new Session(null, null, 0, false);

  /**
   * The login, for people.
   *
   * @param protocol what is spoken, or was the last time; null when never
   * @param since when it began; null when there is none now
   * @param logins how many there were
   * @param ofNewPlug whether the plug has no account yet
   */
  public record Session(Protocol protocol, Instant since, int logins, boolean ofNewPlug) {}

  /**
   * @param remembered what the plug spoke the last time; null when that is not known
   * @param remember is told what it speaks whenever that changes
   */
  public Plug(
      PlugAddress address,
      Account account,
      Protocol remembered,
      Consumer<Protocol> remember,
      Clock clock) {
    this(address, account, remembered, remember, clock, EXCHANGE);
  }

  /**
   * @param exchange how long a request and its answer may take
   */
  Plug(
      PlugAddress address,
      Account account,
      Protocol remembered,
      Consumer<Protocol> remember,
      Clock clock,
      Duration exchange) {
    this.negotiation = new Negotiation(new PlugHttp(address, exchange), account);
    this.remembered = remembered;
    this.remember = remember;
    this.clock = clock;
    this.brake = new Brake(clock);
    this.view = new Session(remembered, null, 0, false);
  }

  /** What is known of the login. Never blocks. */
  public Session session() {
    return view;
  }

  /** When the next login is allowed; empty when now. Never blocks. */
  public Optional<Instant> nextLogin() {
    return brake.until();
  }

  /**
   * Asks the plug.
   *
   * @param params null when the method has none
   * @return the result; missing when the answer has none
   * @throws PlugException it did not do it
   */
  public JsonNode ask(String method, JsonNode params) throws PlugException, InterruptedException {
    String request = Json.method(method, params);
    lock.lockInterruptibly();
    try {
      return Json.result(answer(request));
    } finally {
      lock.unlock();
    }
  }

  /** Forgets login, protocol and refusals: the next request begins from the start. */
  public void forget() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      session = null;
      remembered = null;
      brake.release();
      view = new Session(null, null, view.logins(), false);
    } finally {
      lock.unlock();
    }
  }

  private JsonNode answer(String request) throws PlugException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        JsonNode answer = open().request(request);
        checkSession(answer);
        return answer;
      } catch (PlugException e) {
        boolean was = session != null;
        drop(e);
        // one that is away is not asked again and again; its port may just have been closed
        boolean again =
            was
                && switch (e.problem()) {
                  case SESSION_LOST, OTHER_PROTOCOL, GARBLED -> true;
                  case CLOSED, UNREACHABLE -> attempt == 1;
                  case THIRD_PARTY, WRONG_ACCOUNT, LOCKED, REFUSED -> false;
                };
        if (!again || attempt == ATTEMPTS) {
          throw e;
        }
        if (e.problem() == Problem.UNREACHABLE) { // some plugs need it after they broke off
          Thread.sleep(PAUSE_AFTER_RESET.toMillis());
        }
      }
    }
  }

  /** Codes that end a session come inside of it, too. */
  private static void checkSession(JsonNode answer) throws PlugException {
    int code = answer.path("error_code").asInt();
    if (code != 0) {
      PlugException meaning = PlugException.ofCode(code);
      if (meaning.problem() != Problem.REFUSED) {
        throw meaning;
      }
    }
  }

  private PlugSession open() throws PlugException, InterruptedException {
    if (session != null && !session.stale()) {
      return session;
    }
    brake.check();
    try {
      session = negotiation.open(remembered);
    } catch (PlugException e) {
      brake.refused(e);
      throw e;
    }
    brake.release();
    if (session.protocol() != remembered) {
      remembered = session.protocol();
      remember.accept(remembered);
    }
    view = new Session(remembered, clock.instant(), view.logins() + 1, session.ofNewPlug());
    return session;
  }

  private void drop(PlugException why) {
    if (why.problem() != Problem.REFUSED) {
      session = null;
      view = new Session(remembered, null, view.logins(), view.ofNewPlug());
    }
  }
}
