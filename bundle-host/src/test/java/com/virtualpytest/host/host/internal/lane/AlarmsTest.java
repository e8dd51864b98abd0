package com.virtualpytest.host.host.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AlarmsTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final Alarms alarms = new Alarms(timer);
  private final List<String> rung = new CopyOnWriteArrayList<>();

  @AfterEach
  void end() {
    timer.shutdownNow();
  }

  @Test
  void theyRingInTheOrderOfTheirTimes() {
    alarms.in(LONG, () -> rung.add("never"));
    alarms.in(Duration.ofMillis(60), () -> rung.add("second"));
    alarms.in(Duration.ofMillis(20), () -> rung.add("first"));
    alarms.in(Duration.ofMillis(40), () -> rung.add("called off")).cancel();

    await().until(() -> rung.size() == 2);
    assertThat(rung).containsExactly("first", "second");
  }

  @Test
  void manyThatAreCalledOffAskTheTimerOnce() {
    for (int i = 0; i < 1000; i++) {
      alarms.in(LONG.plusMillis(i), () -> rung.add("never")).cancel();
    }
    assertThat(timer.getQueue()).hasSize(1); // its count of tasks counts a new thread as well
  }

  @Test
  void oneThatComesAfterTheLastHasRungRings() {
    alarms.in(Duration.ZERO, () -> rung.add("one"));
    await().until(() -> rung.size() == 1);
    alarms.in(Duration.ZERO, () -> rung.add("two"));
    await().until(() -> rung.size() == 2);
  }

  @Test
  void oneThatThrowsDoesNotSilenceThoseThatAreDueWithIt() throws Exception {
    CountDownLatch allSet = new CountDownLatch(1);
    timer.submit(() -> allSet.await(1, TimeUnit.MINUTES));
    alarms.in(Duration.ZERO, () -> fail(new IllegalStateException("on purpose")));
    alarms.in(Duration.ofNanos(1), () -> fail(new NoClassDefFoundError("on purpose")));
    alarms.in(Duration.ofNanos(2), () -> rung.add("last"));
    allSet.countDown();

    await().atMost(Duration.ofSeconds(10)).until(() -> rung.size() == 3);
    assertThat(rung).containsExactly("IllegalStateException", "NoClassDefFoundError", "last");
  }

  private <T extends Throwable> void fail(T failure) throws T {
    rung.add(failure.getClass().getSimpleName());
    throw failure;
  }
}
