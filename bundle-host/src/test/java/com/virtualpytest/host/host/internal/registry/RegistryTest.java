package com.virtualpytest.host.host.internal.registry;

import static com.virtualpytest.host.host.internal.testing.Bench.LONG;
import static com.virtualpytest.host.host.internal.testing.Bench.command;
import static com.virtualpytest.host.host.internal.testing.Bench.device;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.PowerController;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.api.process.ProcessDescription;
import com.virtualpytest.host.host.internal.testing.Bench;
import com.virtualpytest.host.host.internal.testing.FakeController;
import com.virtualpytest.host.host.internal.testing.FakeDriver;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RegistryTest {

  private final Bench bench = new Bench();
  private final FakeDriver driver = new FakeDriver("fake", Capability.REMOTE, Capability.AV);

  @AfterEach
  void end() {
    driver.opened.forEach(controller -> controller.release.countDown());
    bench.close();
  }

  @Test
  void oneControllerHasAllCapabilitiesOfItsDriver() {
    bench.registry.setDevices(List.of(device("device1", "fake"), device("device2", "none")));
    bench.add(driver);
    Binding binding = bench.awaitState("device1", State.READY);

    Snapshot snapshot = bench.registry.snapshot();
    assertThat(snapshot.controller("device1", Capability.REMOTE)).containsSame(binding);
    assertThat(snapshot.controller("device1", Capability.AV)).containsSame(binding);
    assertThat(snapshot.controller("device1", Capability.POWER)).isEmpty();
    assertThat(snapshot.device("device2").orElseThrow().capabilities()).isEmpty();
    assertThat(bench.device("device1").capabilities())
        .containsExactly(Capability.AV, Capability.REMOTE);
    assertThat(binding.type()).isEqualTo("FakeController");
    assertThat(binding.bundleId()).isEqualTo(101);
    assertThat(binding.actions()).hasSize(1);
    assertThat(driver.opened).hasSize(1);
  }

  @Test
  void itDoesNotMatterWhetherDeviceOrDriverComesFirst() {
    bench.add(driver);
    bench.registry.setDevices(List.of(device("device1", "fake")));

    bench.awaitState("device1", State.READY);
  }

  @Test
  void theHighestRankingCountsAndTheOthersAreKept() {
    bench.registry.setDevices(List.of(device("device1", "fake, other")));
    bench.add(driver, 1);
    bench.add(new FakeDriver("other", Capability.REMOTE), 7);
    await().atMost(LONG).until(() -> bench.device("device1").bindings().size() == 2);

    assertThat(bench.device("device1").bindings(Capability.REMOTE))
        .extracting(Binding::driver)
        .containsExactly("other", "fake");
  }

  @Test
  void onlyTheChangedDeviceIsReopened() {
    bench.registry.setDevices(List.of(device("device1", "fake"), device("device2", "fake")));
    bench.add(driver);
    Binding same = bench.awaitState("device1", State.READY);
    Binding old = bench.awaitState("device2", State.READY);
    FakeController changed = opened("device2");
    changed.context.processes().run(ProcessDescription.of("tool", "true"));

    bench.registry.setDevices(
        List.of(
            device("device1", "fake"),
            new DeviceDefinition("device2", "New", "stb", Map.of("DRIVERS", "fake"))));
    await().atMost(LONG).until(() -> bench.binding("device2") != old);
    bench.awaitState("device2", State.READY);

    assertThat(bench.binding("device1")).isSameAs(same);
    assertThat(opened("device1").closes).hasValue(0);
    assertThat(changed.closes).hasValue(1);
    assertThat(bench.processes.processes()).isEmpty();
    assertThat(driver.opened).hasSize(3);
  }

  @Test
  void aDriverThatGoesLetsItsCommandFinishAndIsClosedOnce() throws Exception {
    try (Bench patient = new Bench(Bench.timing(LONG, LONG))) {
      patient.registry.setDevices(List.of(device("device1", "fake")));
      long id = patient.add(driver);
      Binding binding = patient.awaitState("device1", State.READY);
      FakeController controller = driver.opened.get(0);
      CompletableFuture<CommandResult> running = binding.execute(command("wait"));
      controller.running.await();
      CompletableFuture<CommandResult> waiting = binding.execute(command("ok"));
      CompletableFuture<Void> gone = patient.registry.removeDriver(id);

      assertThat(waiting.join().code()).isEqualTo(ErrorCode.DEVICE_OFFLINE);
      assertThat(patient.device("device1").bindings()).isEmpty();
      assertThat(gone).isNotDone();
      controller.release.countDown();
      gone.join();
      assertThat(running.join().success()).isTrue();
      assertThat(controller.closes).hasValue(1);
      assertThat(controller.context.scheduler().isShutdown()).isTrue();
      assertThat(binding.execute(command("ok")).join().message()).contains("was removed");
    }
  }

  @Test
  void aCommandThatOutlivesItsDriverIsInterrupted() throws Exception {
    bench.registry.setDevices(List.of(device("device1", "fake")));
    long id = bench.add(driver);
    Binding mine = bench.awaitState("device1", State.READY);
    CompletableFuture<CommandResult> running = mine.execute(command("wait"));
    driver.opened.get(0).running.await();
    bench.registry.removeDriver(id).join();

    assertThat(running.join().code()).isEqualTo(ErrorCode.DEVICE_OFFLINE);
    assertThat(driver.opened.get(0).closes).hasValue(1);
  }

  @Test
  void aNewDriverOpensOnlyAfterTheOldOneHasClosed() throws Exception {
    bench.registry.setDevices(List.of(device("device1", "fake")));
    long id = bench.add(driver);
    Binding old = bench.awaitState("device1", State.READY);
    CompletableFuture<CommandResult> running = old.execute(command("wait"));
    driver.opened.get(0).running.await();
    FakeDriver successor = new FakeDriver("fake", Capability.REMOTE);
    AtomicInteger closesAtOpen = new AtomicInteger(-1);
    successor.opener =
        (device, context) -> {
          closesAtOpen.set(driver.opened.get(0).closes.get());
          return successor.openFake(device, context);
        };
    bench.registry.removeDriver(id);
    bench.add(successor);
    // sent while the old one still closes: it waits for the new one
    CommandResult sent = bench.binding("device1").execute(command("ok")).join();

    assertThat(sent.success()).isTrue();
    assertThat(closesAtOpen).hasValue(1);
    assertThat(running).isDone();
  }

  @Test
  void aWrongSettingFailsTheDeviceWithItsText() {
    driver.opener =
        (device, context) -> {
          throw new SettingException("DEVICE1_IP", "is not set");
        };
    bench.registry.setDevices(List.of(device("device1", "fake")));
    bench.add(driver);
    Binding failed = bench.awaitState("device1", State.FAILED);

    assertThat(failed.status().join().detail()).isEqualTo("DEVICE1_IP is not set");
    CommandResult refused = failed.execute(command("ok")).join();
    assertThat(refused.code()).isEqualTo(ErrorCode.DEVICE_OFFLINE);
    assertThat(refused.message()).isEqualTo("DEVICE1_IP is not set");
  }

  @Test
  void aDeviceThatCannotBeOpenedIsTriedAgainAndLoggedOnce() {
    AtomicInteger attempts = new AtomicInteger();
    driver.opener =
        (device, context) -> {
          if (attempts.incrementAndGet() < 5) {
            context.status().offline("No answer from 10.0.0.1", "Is it plugged in?");
            throw new IOException("library text");
          }
          return driver.openFake(device, context);
        };
    bench.registry.setDevices(List.of(device("device1", "fake")));
    bench.add(driver);
    bench.awaitState("device1", State.READY);

    assertThat(bench.log)
        .containsExactly(
            "warn device1 fake: offline: No answer from 10.0.0.1", "info device1 fake: ready");
    assertThat(bench.events.all())
        .containsExactly(
            "com/virtualpytest/host/driver/added null",
            "com/virtualpytest/host/controller/state device1 offline",
            "com/virtualpytest/host/controller/state device1 ready");
  }

  @Test
  void noTextOfALibraryIsShown() {
    driver.opener =
        (device, context) -> {
          throw new IOException("library text");
        };
    bench.registry.setDevices(List.of(device("device1", "fake")));
    bench.add(driver);
    Binding binding = bench.awaitState("device1", State.BACKOFF);

    assertThat(binding.status().join().detail()).isEqualTo("The device cannot be opened");
  }

  @Test
  void commandsThatComeDuringOpeningWaitForIt() throws Exception {
    CompletableFuture<Void> slow = new CompletableFuture<>();
    driver.opener =
        (device, context) -> {
          slow.join();
          return driver.openFake(device, context);
        };
    bench.registry.setDevices(List.of(device("device1", "fake")));
    bench.add(driver);
    CompletableFuture<CommandResult> early = bench.binding("device1").execute(command("ok"));
    slow.complete(null);

    assertThat(early.join().success()).isTrue();
  }

  @Test
  void aCallNeedsAControllerOfItsType() {
    bench.registry.setDevices(List.of(device("device1", "fake")));
    bench.add(driver);
    Binding mine = bench.awaitState("device1", State.READY);
    Instant later = Instant.now().plus(LONG);

    assertThat(mine.call(FakeController.class, "x", later, open -> open.device.id()).join())
        .isEqualTo("device1");
    assertThatThrownBy(() -> mine.call(PowerController.class, "x", later, c -> c.relay()).get())
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            ApiException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_SUPPORTED));
  }

  @Test
  void driversComeAndGoWhileCommandsRun() throws Exception {
    bench.registry.setDevices(List.of(device("device1", "fake"), device("device2", "steady")));
    FakeDriver steady = new FakeDriver("steady", Capability.REMOTE);
    bench.add(steady);
    Binding unaffected = bench.awaitState("device2", State.READY);
    AtomicInteger failures = new AtomicInteger();
    CompletableFuture<Void> swaps =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 20; i++) {
                long id = bench.add(driver);
                bench.awaitState("device1", State.READY);
                bench.registry.removeDriver(id).join();
              }
            });
    while (!swaps.isDone()) {
      failures.addAndGet(unaffected.execute(command("ok")).get().success() ? 0 : 1);
      // any result is right, as long as there is one
      for (Binding mine : bench.device("device1").bindings()) {
        mine.execute(command("ok")).get();
      }
    }
    swaps.get();

    assertThat(failures).hasValue(0);
    assertThat(bench.binding("device2")).isSameAs(unaffected);
    assertThat(driver.opened).hasSize(20).allMatch(controller -> controller.closes.get() == 1);
  }

  @Test
  void closingTheRegistryClosesAllAtATime() {
    bench.registry.setDevices(List.of(device("device1", "fake"), device("device2", "fake")));
    bench.add(driver);
    bench.awaitState("device1", State.READY);
    bench.awaitState("device2", State.READY);
    bench.registry.close().join();

    assertThat(driver.opened).hasSize(2).allMatch(controller -> controller.closes.get() == 1);
    assertThat(bench.device("device1").bindings()).isEmpty();
  }

  private FakeController opened(String id) {
    return driver.opened.stream()
        .filter(controller -> controller.device.id().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
