package com.virtualpytest.host.host.internal.registry;

import static com.virtualpytest.host.host.internal.testing.Bench.LONG;
import static com.virtualpytest.host.host.internal.testing.Bench.command;
import static com.virtualpytest.host.host.internal.testing.Bench.device;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.driver.ActionDescription;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.driver.VerificationController;
import com.virtualpytest.host.api.driver.VerificationDescription;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.generation.Parked;
import com.virtualpytest.host.host.internal.registry.Attempt.Outcome;
import com.virtualpytest.host.host.internal.testing.FakeController;
import com.virtualpytest.host.host.internal.testing.FakeDriver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExchangeTest extends ExchangeFixture {

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
  void aDriverThatCannotBeStoppedHasNoDevicesAnyMore() {
    begin("device1");

    bench.registry.exchange().withdraw(from);

    assertThat(bench.device("device1").bindings()).isEmpty();
    await().atMost(LONG).until(() -> old.opened.get(0).closes.get() == 1);
    bench.add(next);
    bench.awaitState("device1", State.READY);
    assertThat(next.opened).hasSize(1);
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

  @Test
  void whatADeviceCanDoIsToldWhileItChangesHands() {
    old.opener =
        (device, context) -> {
          FakeController checker = new Checker(device, context);
          old.opened.add(checker);
          return checker;
        };
    begin("device1");
    Binding binding = bench.binding("device1");

    Held before = binding.opening().pause();

    assertThat(binding.actions()).extracting(ActionDescription::command).containsExactly("wait");
    assertThat(binding.verifications()).containsExactly(Checker.CHECK);
    assertThat(binding.opening().held().controller()).isNull();
    binding.opening().take(new Held(before.driver(), before.state(), null, Outcome.NOTHING));
    assertThat(binding.actions()).isEmpty();
    assertThat(binding.verifications()).isEmpty();
  }

  private static final class Checker extends FakeController implements VerificationController {
    static final VerificationDescription CHECK =
        new VerificationDescription("look", "adb", "Look", "Looks", List.of(), List.of());

    Checker(DeviceDefinition device, DriverContext context) {
      super(device, context);
    }

    @Override
    public List<VerificationDescription> verifications() {
      return List.of(CHECK);
    }

    @Override
    public Verdict verify(Command command) {
      return new Verdict(true, "Seen", 1, "", "", Map.of());
    }
  }

  @Test
  void whoWaitsTooLongIsToldThatTheDriverIsBeingReplaced() throws Exception {
    use(shortTrial(LONG, Duration.ofMillis(100)));
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
}
