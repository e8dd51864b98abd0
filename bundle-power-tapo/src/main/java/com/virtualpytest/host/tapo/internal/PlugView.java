package com.virtualpytest.host.tapo.internal;

import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.tapo.internal.protocol.Plug;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A plug on the wire.
 *
 * @param address where it is
 * @param powerState what it last told; null when it never did
 * @param ageMs how old that is; null when it never told
 * @param protocol what it speaks; null when that is not known yet
 * @param session the login
 * @param info what it tells of itself
 */
public record PlugView(
    String deviceId,
    String address,
    String state,
    String detail,
    String hint,
    String powerState,
    Long ageMs,
    String name,
    String model,
    String firmware,
    Object rssi,
    String protocol,
    SessionView session,
    Map<String, Object> info) {

  /**
   * A login on the wire.
   *
   * @param active whether there is one now
   * @param since when it began; null when there is none
   * @param logins how many there were since the plug was opened
   * @param noAccount whether the plug was never given an account
   * @param nextLogin before when none is tried, because the last one was refused; null when any
   *     time
   */
  public record SessionView(
      boolean active, Instant since, int logins, boolean noAccount, Instant nextLogin) {}

  static PlugView of(TapoController controller, Instant now) {
    Status status = controller.status();
    Plug.Session session = controller.plug().session();
    PlugFacts facts = controller.facts().orElse(null);
    boolean known = facts != null;
    return new PlugView(
        controller.deviceId(),
        controller.address().toString(),
        status.state().wireName(),
        status.detail(),
        status.hint(),
        known ? facts.relay().wireName() : null,
        known ? age(facts.at(), now) : null,
        known ? facts.text("nickname") : null,
        known ? facts.text("model") : null,
        known ? facts.text("fw_ver") : null,
        known ? facts.details().get("rssi") : null,
        session.protocol() == null ? null : session.protocol().wireName(),
        new SessionView(
            session.since() != null,
            session.since(),
            session.logins(),
            session.ofNewPlug(),
            controller.plug().nextLogin().orElse(null)),
        known ? facts.details() : Map.of());
  }

  static long age(Instant at, Instant now) {
    return Math.max(0, Duration.between(at, now).toMillis());
  }
}
