package com.virtualpytest.host.host.internal.registry;

import static com.virtualpytest.host.host.internal.testing.Bench.LONG;
import static com.virtualpytest.host.host.internal.testing.Bench.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.host.internal.generation.Parked;
import com.virtualpytest.host.host.internal.generation.SwapException;
import com.virtualpytest.host.host.internal.testing.FakeController;
import com.virtualpytest.host.host.internal.testing.FakeDriver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hand-over that does not come to its end. */
@Timeout(60)
class ExchangeFailureTest extends ExchangeFixture {

  @Test
  void anExclusiveDeviceThatComesUpWorseGoesBack() {
    next.opener =
        (device, context) -> {
          FakeController controller = next.openFake(device, context);
          if (device.id().equals("device2")) {
            context.status().offline("no answer", null);
            controller.probe = () -> context.status().current();
          }
          return controller;
        };
    use(shortTrial(Duration.ofMillis(300), LONG));
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
  void whatAWorseVersionDidToSharedProcessesIsUndone() {
    use(shortTrial(Duration.ofMillis(300), LONG));
    AtomicReference<State> process = new AtomicReference<>();
    old = sharing(old, process, State.READY);
    next = sharing(next, process, State.BACKOFF);
    begin("device1");

    assertThatThrownBy(this::swap)
        .hasMessageStartingWith(
            "device1 fake is ready with the old version and backoff with the new one");

    Binding binding = bench.awaitState("device1", State.READY);
    assertThat(binding.bundleId()).isEqualTo(from);
    assertThat(binding.execute(command("any")).join().success()).isTrue();
    assertThat(process).hasValue(State.READY);
    assertThat(next.opened).hasSize(1).allMatch(controller -> controller.closes.get() == 1);
  }

  /** A shareable driver that gives the process of all of them this state when it opens. */
  private static FakeDriver sharing(
      FakeDriver driver, AtomicReference<State> process, State brings) {
    FakeDriver sharing = driver.shareable();
    sharing.opener =
        (device, context) -> {
          FakeController controller = sharing.openFake(device, context);
          process.set(brings);
          controller.status = () -> context.status().set(process.get(), null, null);
          controller.probe = controller.status;
          return controller;
        };
    return sharing;
  }

  @Test
  void anOpenWithoutEndIsStuckAndTheOldOneReturns() {
    use(shortTrial(Duration.ofMillis(200), LONG));
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

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aWorseControllerThatHangsWhileClosingHoldsUpNothing(boolean shareable) {
    use(shortTrial(Duration.ofMillis(200), LONG));
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
    use(shortTrial(Duration.ofMillis(200), LONG));
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

  @Test
  void whatAFailedHandOverCostIsTold() throws Exception {
    CountDownLatch opening = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    next.opener =
        (device, context) -> {
          opening.countDown();
          goOn.await();
          throw new SettingException("DEVICE1_X", "is new");
        };
    begin("device1");
    CompletableFuture<Parked> swap = CompletableFuture.supplyAsync(this::swapUnchecked);
    opening.await();
    Binding binding = bench.binding("device1");
    List<CompletableFuture<CommandResult>> waiting =
        List.of(binding.execute(command("any")), binding.execute(command("any")));
    goOn.countDown();

    assertThatThrownBy(swap::join)
        .rootCause()
        .isInstanceOfSatisfying(
            SwapException.class,
            e -> {
              assertThat(e.parked().requests()).isEqualTo(2);
              assertThat(e.parked().longest()).isPositive();
            });
    waiting.forEach(result -> assertThat(result.join().success()).isTrue());
  }

  @Test
  void aDeviceThatIsBusyAllTheTimeIsLeftAlone() throws Exception {
    use(shortBusy(Duration.ofMillis(100)));
    begin("device1");
    Binding binding = bench.binding("device1");
    CompletableFuture<CommandResult> running = binding.execute(command("wait"));
    old.opened.get(0).running.await();

    assertThatThrownBy(this::swap)
        .isInstanceOfSatisfying(SwapException.class, e -> assertThat(e.busy()).isTrue());

    assertThat(running).isNotDone();
    assertServedAsBefore(binding, running);
  }

  @Test
  void aHandOverThatIsInterruptedBeforeItBeginsNeverBegins() throws Exception {
    begin("device1");
    Binding binding = bench.binding("device1");
    CompletableFuture<CommandResult> running = binding.execute(command("wait"));
    old.opened.get(0).running.await();
    Thread deployer = new Thread(() -> assertThatThrownBy(this::swap).isNotNull());
    deployer.start();
    await().atMost(LONG).until(() -> binding.lane().depth() > 0);

    deployer.interrupt();
    await().atMost(LONG).until(() -> binding.lane().depth() > 1);

    assertServedAsBefore(binding, running);
    deployer.join();
  }

  private void assertServedAsBefore(Binding binding, CompletableFuture<CommandResult> running) {
    old.opened.get(0).release.countDown();
    assertThat(running.join().success()).isTrue();
    assertThat(binding.execute(command("any")).join().success()).isTrue();
    assertThat(bench.binding("device1")).isSameAs(binding);
    assertThat(binding.bundleId()).isEqualTo(from);
    assertThat(next.opened).isEmpty();
    assertThat(old.opened).hasSize(1).allMatch(controller -> controller.closes.get() == 0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDeviceThatCannotBeGivenBackIsOpenedAnew(boolean shareable) {
    use(shortBusy(Duration.ofSeconds(2)));
    if (shareable) {
      old = old.shareable();
      next = next.shareable();
    }
    begin("device1", "device2");
    Binding first = bench.binding("device1");
    Binding second = bench.binding("device2");
    CompletableFuture<CommandResult> running = second.execute(command("wait"));
    CompletableFuture<Parked> swap = CompletableFuture.supplyAsync(this::swapUnchecked);
    await().atMost(LONG).until(() -> first.bundleId() == to);
    first.execute(command("wait"));

    assertThatThrownBy(swap::join)
        .hasRootCauseMessage("device2 was busy with one command all the time");

    assertThat(running).isNotDone();
    Binding fresh = bench.awaitState("device1", State.READY);
    assertThat(fresh.bundleId()).isEqualTo(from);
    assertThat(fresh.execute(command("any")).join().success()).isTrue();
    assertThat(next.opened).isNotEmpty().allMatch(controller -> controller.closes.get() == 1);
    assertThat(old.opened)
        .filteredOn(controller -> controller.device.id().equals("device1"))
        .extracting(controller -> controller.closes.get())
        .containsExactly(1, 0);
  }
}
