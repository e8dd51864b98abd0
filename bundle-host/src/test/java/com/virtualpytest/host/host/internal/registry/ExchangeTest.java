package com.virtualpytest.host.host.internal.registry;

import static com.virtualpytest.host.host.internal.testing.Bench.LONG;
import static com.virtualpytest.host.host.internal.testing.Bench.command;
import static com.virtualpytest.host.host.internal.testing.Bench.device;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.generation.Parked;
import com.virtualpytest.host.host.internal.generation.SwapException;
import com.virtualpytest.host.host.internal.testing.Bench;
import com.virtualpytest.host.host.internal.testing.FakeController;
import com.virtualpytest.host.host.internal.testing.FakeDriver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ExchangeTest {

  private Bench bench = new Bench();
  private FakeDriver old = new FakeDriver("fake", Capability.REMOTE);
  private FakeDriver next = new FakeDriver("fake", Capability.REMOTE);
  private long from;
  private long to;

  @AfterEach
  void end() {
    old.opened.forEach(controller -> controller.release.countDown());
    next.opened.forEach(controller -> controller.release.countDown());
    bench.close();
  }

  private void begin(String... devices) {
    bench.registry.setDevices(List.of(devices).stream().map(id -> device(id, "fake")).toList());
    from = 100 + bench.add(old);
    List.of(devices).forEach(id -> bench.awaitState(id, State.READY));
    to = bench.standBy(next);
  }

  private Parked swap() throws SwapException {
    bench.registry.exchange().prepare(from, to);
    return bench.registry.exchange().handOver(from, to);
  }

  @Test
  void aDriverThatStandsByGetsNoDevices() {
    begin("device1");

    assertThat(bench.device("device1").bindings()).hasSize(1);
    assertThat(next.opened).isEmpty();
  }

  @Test
  void theBindingStaysAndItsControllerChanges() throws Exception {
    begin("device1", "device2");
    Binding binding = bench.binding("device1");

    swap();

    assertThat(bench.binding("device1")).isSameAs(binding);
    assertThat(binding.bundleId()).isEqualTo(to);
    assertThat(binding.direct(FakeController.class)).isIn(next.opened);
    assertThat(next.opened).hasSize(2);
    assertThat(old.opened).allMatch(controller -> controller.closes.get() == 1);
    assertThat(binding.execute(command("any")).join().success()).isTrue();
    bench.registry.removeDriver(from - 100).join();
    assertThat(bench.binding("device1")).isSameAs(binding);
    assertThat(next.opened).allMatch(controller -> controller.closes.get() == 0);
  }

  @Test
  void theRunningCommandEndsAndTheWaitingOnesFollowWithTheNewController() throws Exception {
    begin("device1");
    Binding binding = bench.binding("device1");
    CompletableFuture<CommandResult> running = binding.execute(command("wait"));
    assertThat(old.opened.get(0).running.await(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    List<CompletableFuture<CommandResult>> waiting = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      waiting.add(binding.execute(command("any")));
    }
    CompletableFuture<Parked> swap = CompletableFuture.supplyAsync(this::swapUnchecked);
    old.opened.get(0).release.countDown();

    assertThat(running.join().success()).isTrue();
    swap.join();
    waiting.forEach(result -> assertThat(result.join().success()).isTrue());
  }

  @Test
  void anExclusiveDeviceThatComesUpWorseGoesBack() {
    begin("device1", "device2");
    next.opener =
        (device, context) -> {
          FakeController controller = next.openFake(device, context);
          if (device.id().equals("device2")) {
            context.status().offline("no answer", null);
            controller.probe = () -> context.status().current();
          }
          return controller;
        };
    bench.close();
    bench = new Bench(shortTrial(Duration.ofMillis(300), LONG));
    old = new FakeDriver("fake", Capability.REMOTE);
    begin("device1", "device2");

    assertThatThrownBy(this::swap)
        .isInstanceOf(SwapException.class)
        .hasMessage(
            "device2 fake is ready with the old version and offline with the new one: no answer");

    for (String id : List.of("device1", "device2")) {
      assertThat(bench.binding(id).bundleId()).isEqualTo(from);
      assertThat(bench.binding(id).execute(command("any")).join().success()).isTrue();
      assertThat(bench.binding(id).status().join().state()).isEqualTo(State.READY);
    }
    assertThat(next.opened).allMatch(controller -> controller.closes.get() == 1);
    assertThat(old.opened).hasSize(4);
  }

  @Test
  void ofShareableDriversTheOldControllerIsUntouchedWhenTheNewOneIsWorse() {
    old = old.shareable();
    next = next.shareable();
    next.opener =
        (device, context) -> {
          throw new com.virtualpytest.host.api.device.SettingException("DEVICE1_X", "is new");
        };
    begin("device1");

    assertThatThrownBy(this::swap).hasMessageContaining("DEVICE1_X is new");

    assertThat(old.opened).hasSize(1);
    assertThat(old.opened.get(0).closes).hasValue(0);
    assertThat(bench.binding("device1").execute(command("any")).join().success()).isTrue();
  }

  @Test
  void ofShareableDriversTheOldControllerStaysOpenForLastRequests() throws Exception {
    old = old.shareable();
    next = next.shareable();
    begin("device1");

    assertThat(swap()).isEqualTo(Parked.NONE);

    assertThat(old.opened.get(0).closes).hasValue(0);
    assertThat(bench.binding("device1").direct(FakeController.class)).isSameAs(next.opened.get(0));
    bench.registry.exchange().close(from);
    assertThat(old.opened.get(0).closes).hasValue(1);
  }

  @Test
  void anOpenWithoutEndIsStuckAndTheOldOneReturns() {
    bench.close();
    bench = new Bench(shortTrial(Duration.ofMillis(200), LONG));
    CountDownLatch letGo = new CountDownLatch(1);
    next.opener =
        (device, context) -> {
          FakeController hanging = new FakeController(device, context);
          next.opened.add(hanging);
          hanging.hang();
          letGo.countDown();
          return hanging;
        };
    begin("device1");

    assertThatThrownBy(this::swap)
        .isInstanceOfSatisfying(SwapException.class, e -> assertThat(e.stuck()).isTrue());

    assertThat(bench.binding("device1").execute(command("any")).join().success()).isTrue();
    next.opened.get(0).release.countDown();
    await().atMost(LONG).until(() -> next.opened.get(0).closes.get() == 1);
    assertThat(bench.binding("device1").bundleId()).isEqualTo(from);
  }

  @Test
  void whoWaitsWhileADeviceChangesHandsIsServedAndCounted() throws Exception {
    CountDownLatch opening = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    next.opener =
        (device, context) -> {
          opening.countDown();
          goOn.await();
          return next.openFake(device, context);
        };
    begin("device1");
    CompletableFuture<Parked> swap = CompletableFuture.supplyAsync(this::swapUnchecked);
    opening.await();

    Binding binding = bench.binding("device1");
    List<CompletableFuture<CommandResult>> waiting =
        List.of(binding.execute(command("any")), binding.execute(command("any")));
    CompletableFuture<FakeController> direct =
        CompletableFuture.supplyAsync(() -> binding.direct(FakeController.class));
    await().atMost(LONG).until(() -> binding.opening().waited() == 1);
    assertThat(binding.status().join().state()).isEqualTo(State.READY);
    goOn.countDown();

    assertThat(direct.join()).isSameAs(next.opened.get(0));
    waiting.forEach(result -> assertThat(result.join().success()).isTrue());
    assertThat(swap.join().requests()).isEqualTo(3);
  }

  private Parked swapUnchecked() {
    try {
      return swap();
    } catch (SwapException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoWaitsTooLongIsToldThatTheDriverIsBeingReplaced() throws Exception {
    bench.close();
    bench = new Bench(shortTrial(LONG, Duration.ofMillis(100)));
    CountDownLatch opening = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    next.opener =
        (device, context) -> {
          opening.countDown();
          goOn.await();
          return next.openFake(device, context);
        };
    begin("device1");
    CompletableFuture<Parked> swap = CompletableFuture.supplyAsync(this::swapUnchecked);
    opening.await();

    Binding binding = bench.binding("device1");
    assertThat(binding.execute(command("any")).join().code()).isEqualTo(ErrorCode.SWAPPING);
    assertThatThrownBy(() -> binding.direct(FakeController.class))
        .hasMessageContaining("is being replaced");
    goOn.countDown();
    swap.join();
    assertThat(binding.execute(command("any")).join().success()).isTrue();
  }

  @Test
  void theTimeOfAnEarlierChangeOfHandsRefusesNobodyInALaterOne() throws Exception {
    begin("device1");
    Binding binding = bench.binding("device1");
    Opening opening = binding.opening();
    List<Runnable> before = List.copyOf(bench.timer.getQueue());
    opening.take(opening.pause());
    List<Runnable> alarms = new ArrayList<>(bench.timer.getQueue());
    alarms.removeAll(before);
    CountDownLatch paused = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<Held> later =
        binding
            .swapLane()
            .callNext(
                "swap",
                Instant.now().plus(LONG),
                () -> {
                  Held controller = opening.pause();
                  paused.countDown();
                  goOn.await();
                  return opening.take(controller);
                });
    paused.await();
    CompletableFuture<CommandResult> waiting = binding.execute(command("any"));

    assertThat(alarms).hasSize(1);
    alarms.get(0).run();

    assertThat(waiting).isNotDone();
    goOn.countDown();
    later.join();
    assertThat(waiting.join().success()).isTrue();
  }

  @Test
  void aDeviceThatTheNewVersionNoLongerServesKeepsTheOldOne() {
    next = new FakeDriver("another", Capability.REMOTE);
    begin("device1");

    assertThatThrownBy(this::swap).hasMessageContaining("no driver fake for device1");
  }

  @Test
  void aStopInTheMiddleOfAHandOverIsNoSuccessAndLeavesNothingOpen() throws Exception {
    CountDownLatch opening = new CountDownLatch(1);
    next.opener =
        (device, context) -> {
          FakeController deaf = next.openFake(device, context);
          opening.countDown();
          deaf.hang();
          return deaf;
        };
    begin("device1");
    CompletableFuture<Parked> swap = CompletableFuture.supplyAsync(this::swapUnchecked);
    opening.await();

    CompletableFuture<Void> closed = bench.registry.close();
    assertThatThrownBy(swap::join).hasRootCauseMessage("The host is stopping");
    next.opened.get(0).release.countDown();

    closed.join();
    await().atMost(LONG).until(() -> next.opened.get(0).closes.get() == 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aWorseControllerThatHangsWhileClosingHoldsUpNothing(boolean shareable) {
    bench.close();
    bench = new Bench(shortTrial(Duration.ofMillis(200), LONG));
    if (shareable) {
      old = old.shareable();
      next = next.shareable();
    }
    next.opener =
        (device, context) -> {
          FakeController worse =
              new FakeController(device, context) {
                @Override
                public void close() {
                  super.close();
                  hang();
                }
              };
          context.status().offline("no answer", null);
          worse.probe = () -> context.status().current();
          next.opened.add(worse);
          return worse;
        };
    begin("device1");

    assertThatThrownBy(this::swap).hasMessageEndingWith("offline with the new one: no answer");

    assertThat(next.opened.get(0).closes).hasValue(1);
    assertThat(bench.binding("device1").bundleId()).isEqualTo(from);
    assertThat(bench.binding("device1").execute(command("any")).join().success()).isTrue();
  }

  @Test
  void aControllerThatNeverTellsItsStateIsStuckAndTheOldOneReturns() {
    bench.close();
    bench = new Bench(shortTrial(Duration.ofMillis(200), LONG));
    next.opener =
        (device, context) -> {
          FakeController silent = next.openFake(device, context);
          silent.status =
              () -> {
                silent.hang();
                return context.status().current();
              };
          return silent;
        };
    begin("device1");

    assertThatThrownBy(this::swap)
        .isInstanceOfSatisfying(SwapException.class, e -> assertThat(e.stuck()).isTrue());

    assertThat(bench.binding("device1").execute(command("any")).join().success()).isTrue();
    next.opened.get(0).release.countDown();
    await().atMost(LONG).until(() -> next.opened.get(0).closes.get() == 1);
  }

  @Test
  void aDriverThatHangsInACommandIsReplaced() throws Exception {
    begin("device1");
    Binding hanging = bench.binding("device1");
    hanging.execute(command("hang", Duration.ofMillis(100)));
    await().atMost(LONG).until(() -> hanging.lane().stuck());

    swap();

    Binding fresh = bench.binding("device1");
    assertThat(fresh).isNotSameAs(hanging);
    assertThat(fresh.bundleId()).isEqualTo(to);
    assertThat(fresh.execute(command("any")).join().success()).isTrue();
  }

  private static Timing shortTrial(Duration trial, Duration parking) {
    Timing usual = Bench.timing(Duration.ofMillis(300), LONG);
    return new Timing(
        usual.open(),
        usual.drain(),
        usual.stopDrain(),
        usual.interrupt(),
        usual.answer(),
        usual.firstRetry(),
        usual.lastRetry(),
        usual.idle(),
        parking,
        LONG,
        trial,
        LONG);
  }
}
