package com.virtualpytest.host.host.internal.registry;

import static com.virtualpytest.host.host.internal.testing.Bench.LONG;
import static com.virtualpytest.host.host.internal.testing.Bench.command;
import static com.virtualpytest.host.host.internal.testing.Bench.device;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.driver.DriverInfo;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.testing.Bench;
import com.virtualpytest.host.host.internal.testing.FakeController;
import com.virtualpytest.host.host.internal.testing.FakeDriver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Drivers that throw, hang or lie cost themselves, and nobody else. */
@Timeout(60)
class HostileDriverTest {

  private final Bench bench =
      new Bench(Bench.timing(Duration.ofMillis(100), Duration.ofMillis(200)));
  private final FakeDriver good = new FakeDriver("good", Capability.REMOTE);
  private final FakeDriver bad = new FakeDriver("bad", Capability.POWER);
  private final CountDownLatch release = new CountDownLatch(1);

  @BeforeEach
  void devices() {
    bench.registry.setDevices(List.of(device("device1", "bad"), device("device2", "good")));
  }

  @AfterEach
  void end() {
    release.countDown();
    bad.opened.forEach(controller -> controller.release.countDown());
    bench.close();
  }

  @Test
  void aCommandThatHangsDoesNotHoldUpAnotherDevice() throws Exception {
    bench.add(bad);
    Binding stuck = bench.awaitState("device1", State.READY);
    CompletableFuture<?> hung = stuck.execute(command("hang", Duration.ofMillis(50)));
    bad.opened.get(0).running.await();
    hung.join();
    await().atMost(LONG).until(() -> stuck.lane().stuck());

    assertTheOtherWorks();
    assertThat(stuck.execute(command("ok", Duration.ofMillis(50))).join().code())
        .isEqualTo(ErrorCode.DEADLINE);
  }

  @Test
  void anOpenThatIgnoresItsInterruptionFailsItsDeviceOnly() {
    AtomicInteger attempts = new AtomicInteger();
    bad.opener =
        (device, context) -> {
          if (attempts.incrementAndGet() == 1) {
            ignoreInterruption();
          }
          return bad.openFake(device, context);
        };
    bench.add(bad);
    Binding hung = bench.awaitState("device1", State.FAILED);

    assertThat(hung.status().join().detail()).contains("lane-device1-bad");
    assertThat(hung.execute(command("ok")).join().code()).isEqualTo(ErrorCode.DEVICE_OFFLINE);
    assertTheOtherWorks();

    release.countDown();
    bench.awaitState("device1", State.READY);
    assertThat(bad.opened).hasSize(2);
    assertThat(bad.opened.get(0).closes).hasValue(1);
    assertThat(bad.opened.get(1).closes).hasValue(0);
  }

  @Test
  void anOpenThatIsInterruptedIsTriedAgain() {
    AtomicInteger attempts = new AtomicInteger();
    bad.opener =
        (device, context) -> {
          if (attempts.incrementAndGet() == 1) {
            release.await();
          }
          return bad.openFake(device, context);
        };
    bench.add(bad);

    bench.awaitState("device1", State.READY);
    assertThat(attempts).hasValue(2);
  }

  @Test
  void anAbandonedOpenIsClosedWhenItsDriverIsLongGone() {
    bad.opener =
        (device, context) -> {
          ignoreInterruption();
          return bad.openFake(device, context);
        };
    long id = bench.add(bad);
    bench.awaitState("device1", State.FAILED);
    bench.registry.removeDriver(id).join();
    assertThat(bad.opened).isEmpty();

    release.countDown();
    await().atMost(LONG).until(() -> !bad.opened.isEmpty());
    await().atMost(LONG).until(() -> bad.opened.get(0).closes.get() == 1);
  }

  @Test
  void whatAnAbandonedOpenSaysCountsForNothing() {
    AtomicReference<DriverContext> given = new AtomicReference<>();
    bad.opener =
        (device, context) -> {
          given.set(context);
          ignoreInterruption();
          return null;
        };
    bench.add(bad);
    Binding hung = bench.awaitState("device1", State.FAILED);
    given.get().status().ready();
    given.get().publish("lie", java.util.Map.of());

    assertThat(hung.status().join().state()).isEqualTo(State.FAILED);
    assertThat(bench.events.all()).noneMatch(event -> event.contains("lie"));
  }

  @Test
  void anUnexpectedExceptionIsTriedAgainAndMissingClassesAreNot() {
    AtomicInteger attempts = new AtomicInteger();
    bad.opener =
        (device, context) -> {
          if (attempts.incrementAndGet() == 1) {
            throw new IllegalStateException("secret text");
          }
          throw new NoClassDefFoundError("secret/Text");
        };
    bench.add(bad);
    Status status = bench.awaitState("device1", State.FAILED).status().join();

    assertThat(status.detail()).doesNotContain("ecret");
    assertThat(attempts).hasValue(2);
    assertTheOtherWorks();
  }

  @Test
  void aDriverThatOpensNothingHasFailed() {
    bad.opener = (device, context) -> null;
    bench.add(bad);

    bench.awaitState("device1", State.FAILED);
  }

  @Test
  void aDriverThatThrowsWhenAskedGetsNoDevices() {
    AtomicInteger asked = new AtomicInteger();
    bench.add(
        new FakeDriver("bad", Capability.POWER) {
          @Override
          public boolean serves(DeviceDefinition device) {
            asked.incrementAndGet();
            throw new NoClassDefFoundError("x");
          }
        });
    AtomicInteger askedInfo = new AtomicInteger();
    bench.add(
        new FakeDriver("worse", Capability.POWER) {
          @Override
          public DriverInfo info() {
            askedInfo.incrementAndGet();
            throw new IllegalStateException("x");
          }
        });
    await().atMost(LONG).until(() -> asked.get() >= 2 && askedInfo.get() >= 1);

    assertTheOtherWorks();
    assertThat(bench.device("device1").bindings()).isEmpty();
  }

  @Test
  void aDriverThatHangsWhenAskedHoldsUpNobody() {
    CountDownLatch asked = new CountDownLatch(1);
    long id =
        bench.add(
            new FakeDriver("bad", Capability.POWER) {
              @Override
              public boolean serves(DeviceDefinition device) {
                asked.countDown();
                ignoreInterruption();
                return true;
              }
            });
    await().atMost(LONG).until(() -> asked.getCount() == 0);

    assertTheOtherWorks();
    bench.registry.removeDriver(id).join();
  }

  @Test
  void aStatusThatHangsOrThrowsIsSaidSo() {
    bench.add(bad);
    Binding binding = bench.awaitState("device1", State.READY);
    FakeController controller = bad.opened.get(0);
    AtomicInteger calls = new AtomicInteger();
    controller.status =
        () -> {
          calls.incrementAndGet();
          ignoreInterruption();
          return null;
        };
    for (int i = 0; i < 5; i++) {
      Status status = binding.status().join();
      assertThat(status.state()).isEqualTo(State.DEGRADED);
      assertThat(status.detail()).isEqualTo("The driver does not tell its state");
    }
    assertThat(calls).hasValue(1);

    controller.status =
        () -> {
          throw new IllegalStateException("x");
        };
    release.countDown();
    assertThat(binding.status().join().state()).isEqualTo(State.DEGRADED);
    controller.status = () -> Status.of(State.READY, null, null, java.time.Instant.now());
    await().atMost(LONG).until(() -> binding.status().join().state() == State.READY);
  }

  @Test
  void aCloseThatThrowsOrHangsIsContained() {
    bad.opener =
        (device, context) ->
            new FakeController(device, context) {
              @Override
              public void close() {
                closes.incrementAndGet();
                throw new IllegalStateException("x");
              }
            };
    long throwing = bench.add(bad);
    bench.awaitState("device1", State.READY);
    bench.registry.removeDriver(throwing).join();

    FakeDriver hanging = new FakeDriver("bad", Capability.POWER);
    hanging.opener =
        (device, context) ->
            new FakeController(device, context) {
              @Override
              public void close() {
                ignoreInterruption();
              }
            };
    long id = bench.add(hanging);
    bench.awaitState("device1", State.READY);
    bench.registry.removeDriver(id).join();
    assertTheOtherWorks();
  }

  private void assertTheOtherWorks() {
    if (good.opened.isEmpty()) {
      bench.add(good);
    }
    Binding other = bench.awaitState("device2", State.READY);
    assertThat(other.execute(command("ok")).join().success()).isTrue();
    Controller controller = good.opened.get(0);
    assertThat(controller.status().state()).isEqualTo(State.READY);
  }

  private void ignoreInterruption() {
    while (release.getCount() > 0) {
      try {
        release.await();
      } catch (InterruptedException e) {
        // that is what this is for
      }
    }
  }
}
