package com.virtualpytest.host.host.internal.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {

  private static final String PEER = "192.0.2.1";

  private final AtomicLong clock = new AtomicLong(-5);
  private final LoginThrottle throttle = new LoginThrottle(clock::get);

  @Test
  void delayDoublesAfterFiveFailuresUpToAMinute() {
    fail(PEER, LoginThrottle.FREE_PER_PEER - 1);
    assertThat(throttle.remaining(PEER)).isZero();

    for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      throttle.failed(PEER);
      assertThat(throttle.remaining(PEER)).isEqualTo(Duration.ofSeconds(seconds));
      pass(Duration.ofSeconds(seconds));
      assertThat(throttle.remaining(PEER)).isZero();
    }
  }

  @Test
  void waitingCountsDown() {
    fail(PEER, LoginThrottle.FREE_PER_PEER + 2);
    pass(Duration.ofMillis(1500));

    assertThat(throttle.remaining(PEER)).isEqualTo(Duration.ofMillis(2500));
  }

  @Test
  void successForgetsThePeersFailures() {
    fail(PEER, LoginThrottle.FREE_PER_PEER - 1);
    throttle.succeeded(PEER);
    fail(PEER, LoginThrottle.FREE_PER_PEER - 1);

    assertThat(throttle.remaining(PEER)).isZero();
  }

  @Test
  void failuresAreForgottenAfterAWhile() {
    fail(PEER, 20);
    pass(Duration.ofMinutes(16));
    throttle.failed(PEER);

    assertThat(throttle.remaining(PEER)).isZero();
  }

  @Test
  void onePeerDoesNotSlowAnother() {
    fail(PEER, 20);

    assertThat(throttle.remaining("192.0.2.2")).isZero();
  }

  @Test
  void allOfAnIpv6NetworkIsOnePeer() {
    fail("2001:db8::1", LoginThrottle.FREE_PER_PEER);

    assertThat(throttle.remaining("2001:db8::ffff")).isPositive();
    assertThat(throttle.remaining("2001:db8:0:1::1")).isZero();
  }

  @Test
  void manyPeersTogetherAreSlowedButNotThoseWhoLoggedInBefore() {
    throttle.succeeded("192.0.2.200");
    for (int i = 0; i < LoginThrottle.FREE_OVERALL + 10; i++) {
      throttle.failed("198.51.100." + i);
    }

    assertThat(throttle.remaining(PEER)).isEqualTo(Duration.ofSeconds(10));
    assertThat(throttle.remaining("192.0.2.200")).isZero();
  }

  @Test
  void memoryIsBounded() {
    for (int i = 0; i < 5000; i++) {
      String address = "10.0.%d.%d".formatted(i / 250, i % 250);
      throttle.failed(address);
      throttle.succeeded("10.1.%d.%d".formatted(i / 250, i % 250));
    }

    assertThat(throttle.size()).isLessThanOrEqualTo(LoginThrottle.PEERS + 64);
  }

  private void fail(String peer, int times) {
    for (int i = 0; i < times; i++) {
      throttle.failed(peer);
    }
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }
}
