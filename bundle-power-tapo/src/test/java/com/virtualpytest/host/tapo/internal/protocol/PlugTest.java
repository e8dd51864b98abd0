package com.virtualpytest.host.tapo.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.virtualpytest.host.simulators.tapo.Firmware;
import com.virtualpytest.host.simulators.tapo.PlugProfile;
import com.virtualpytest.host.simulators.tapo.VirtualPlug;
import com.virtualpytest.host.tapo.internal.protocol.PlugException.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class PlugTest {
  private static final Account ACCOUNT = new Account("tester@example.com", "s3cret-Pässwörd");

  /** A clock that tests put forward. */
  private static final class Hands extends Clock {
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneId.of("UTC");
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private final Hands clock = new Hands();
  private final List<Protocol> remembered = new CopyOnWriteArrayList<>();
  private Duration exchange = Duration.ofSeconds(20);
  private VirtualPlug virtual;

  @AfterEach
  void stop() throws IOException {
    if (virtual != null) {
      virtual.close();
    }
  }

  private Plug plug(Firmware firmware) throws IOException {
    return plug(firmware, ACCOUNT, null);
  }

  private Plug plug(Firmware firmware, Account account, Protocol last) throws IOException {
    virtual = VirtualPlug.start(PlugProfile.of(ACCOUNT.user(), ACCOUNT.password()), firmware, 0);
    PlugAddress address = new PlugAddress(InetAddress.getLoopbackAddress(), virtual.port());
    return new Plug(address, account, last, remembered::add, clock, exchange);
  }

  private static void switchTo(Plug plug, boolean on) throws Exception {
    plug.ask("set_device_info", Json.object().put("device_on", on));
  }

  private static boolean isOn(Plug plug) throws Exception {
    return plug.ask("get_device_info", null).path("device_on").asBoolean();
  }

  @ParameterizedTest
  @EnumSource(Firmware.class)
  void whatThePlugSpeaksIsFoundOut(Firmware firmware) throws Exception {
    Plug plug = plug(firmware);

    switchTo(plug, false);
    assertThat(virtual.isOn()).isFalse();
    assertThat(isOn(plug)).isFalse();
    switchTo(plug, true);
    assertThat(isOn(plug)).isTrue();

    assertThat(virtual.logins()).isEqualTo(1);
    assertThat(remembered).hasSize(1);
    assertThat(plug.session().protocol()).isEqualTo(remembered.get(0));
  }

  @ParameterizedTest
  @EnumSource(Firmware.class)
  void anUpdateOfTheFirmwareIsNoticed(Firmware next) throws Exception {
    for (Firmware first : Firmware.values()) {
      Plug plug = plug(first);
      isOn(plug);

      virtual.update(next);

      assertThat(isOn(plug)).as("%s to %s", first, next).isTrue();
      stop();
    }
  }

  @ParameterizedTest
  @EnumSource(Firmware.class)
  void aLostSessionIsBegunAnew(Firmware firmware) throws Exception {
    Plug plug = plug(firmware);
    isOn(plug);

    virtual.forgetSessions();

    assertThat(isOn(plug)).isTrue();
    assertThat(virtual.logins()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Firmware.class)
  void aWrongPasswordIsTriedOnce(Firmware firmware) throws Exception {
    Plug plug = plug(firmware, new Account(ACCOUNT.user(), "wrong"), null);

    for (int i = 0; i < 20; i++) {
      PlugException e = refusal(plug);
      assertThat(e.problem()).isEqualTo(Problem.WRONG_ACCOUNT);
      assertThat(e.hint()).contains("DEVICEn_POWER_PWD");
      assertThat(e).hasMessageNotContaining("wrong\"");
    }
    assertThat(virtual.handshakes()).isEqualTo(1);
    // KLAP compares hashes on this side, so the plug sees no login at all
    boolean klap = firmware == Firmware.KLAP1 || firmware == Firmware.KLAP2;
    assertThat(virtual.refusedLogins()).isEqualTo(klap ? 0 : 1);
  }

  @Test
  void refusedLoginsKeepTheirDistance() throws Exception {
    Plug plug = plug(Firmware.TPAP, new Account(ACCOUNT.user(), "wrong"), null);
    refusal(plug);

    clock.now = clock.now.plus(Duration.ofMinutes(5));
    refusal(plug);
    clock.now = clock.now.plus(Duration.ofMinutes(9));
    refusal(plug);
    assertThat(virtual.refusedLogins()).isEqualTo(2);
    clock.now = clock.now.plus(Duration.ofMinutes(1));
    refusal(plug);
    assertThat(virtual.refusedLogins()).isEqualTo(3);
  }

  @Test
  void whoeverCorrectedTheAccountCanTryAtOnce() throws Exception {
    Plug plug = plug(Firmware.TPAP);
    virtual.changePassword("other");
    refusal(plug);

    virtual.changePassword(ACCOUNT.password());
    plug.forget();

    assertThat(isOn(plug)).isTrue();
  }

  @Test
  void aLockedPlugIsLeftAlone() throws Exception {
    Plug plug = plug(Firmware.TPAP, new Account(ACCOUNT.user(), "wrong"), null);
    for (int i = 0; i < 4; i++) {
      refusal(plug);
      plug.forget();
    }

    assertThat(refusal(plug).problem()).isEqualTo(Problem.LOCKED);
    int before = virtual.requests();
    assertThat(refusal(plug).problem()).isEqualTo(Problem.LOCKED);
    assertThat(virtual.requests()).isEqualTo(before);
  }

  @Test
  void handshakesThatAreRefusedForNoReasonAreRepeated() throws Exception {
    Plug plug = plug(Firmware.KLAP2);
    virtual.refuseHandshakes(2);

    assertThat(isOn(plug)).isTrue();
  }

  @Test
  void withoutThirdPartyCompatibilityTheHintSaysWhatToDo() throws Exception {
    Plug plug = plug(Firmware.KLAP2);
    virtual.refuseHandshakes(1000);

    PlugException e = refusal(plug);

    assertThat(e.problem()).isEqualTo(Problem.THIRD_PARTY);
    assertThat(e.hint()).contains("Third-Party Compatibility must be switched off and on again");
  }

  @Test
  void aPlugThatSleepsIsWoken() throws Exception {
    Plug plug = plug(Firmware.KLAP2);
    virtual.closeUntilProbed();

    assertThat(isOn(plug)).isTrue();
    assertThat(virtual.probes()).isPositive();
  }

  @Test
  void aPlugThatIsAwayIsUnreachableAndComesBack() throws Exception {
    Plug plug = plug(Firmware.KLAP2);
    isOn(plug);
    virtual.unplug();

    PlugException e = refusal(plug);
    assertThat(e.problem()).isEqualTo(Problem.CLOSED);
    assertThat(e).hasMessageContaining("127.0.0.1:" + virtual.port());

    virtual.plugIn();
    assertThat(isOn(plug)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Firmware.class)
  void garbageIsNoStateOfTheRelay(Firmware firmware) throws Exception {
    Plug plug = plug(firmware);
    isOn(plug);

    virtual.talkGarbage(true);
    assertThat(refusal(plug)).isNotNull();

    virtual.talkGarbage(false);
    assertThat(isOn(plug)).isTrue();
  }

  @Test
  void aPlugThatNeverAnswersIsGivenUp() throws Exception {
    exchange = Duration.ofMillis(200);
    Plug plug = plug(Firmware.KLAP2);
    virtual.slowDown(Duration.ofMinutes(5));

    assertThat(refusal(plug).problem()).isEqualTo(Problem.UNREACHABLE);
  }

  @Test
  void anInterruptionEndsAnExchangeAtOnce() throws Exception {
    Plug plug = plug(Firmware.KLAP2);
    isOn(plug);
    virtual.slowDown(Duration.ofMinutes(5));
    Thread.currentThread().interrupt();

    assertThat(catchThrowableOfType(InterruptedException.class, () -> isOn(plug))).isNotNull();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void whatIsRememberedSavesTheQuestions() throws Exception {
    Plug plug = plug(Firmware.KLAP2, ACCOUNT, Protocol.KLAP_V2);

    isOn(plug);

    // two handshakes and the request
    assertThat(virtual.requests()).isEqualTo(3);
    assertThat(remembered).isEmpty();
  }

  private static PlugException refusal(Plug plug) {
    return catchThrowableOfType(PlugException.class, () -> isOn(plug));
  }
}
