package com.virtualpytest.host.host.internal.control;

import static com.virtualpytest.host.host.internal.testing.Bench.LONG;
import static com.virtualpytest.host.host.internal.testing.Bench.command;
import static com.virtualpytest.host.host.internal.testing.Bench.device;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.device.DeviceCatalog;
import com.virtualpytest.host.host.internal.lease.Leases;
import com.virtualpytest.host.host.internal.registry.Binding;
import com.virtualpytest.host.host.internal.settings.HostSettings;
import com.virtualpytest.host.host.internal.testing.Bench;
import com.virtualpytest.host.host.internal.testing.FakeController;
import com.virtualpytest.host.host.internal.testing.FakeDriver;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ControlTest {

  private final Instant old = Instant.now().minusSeconds(3600);

  private final Bench bench = new Bench();
  private final ResponseThreads threads = new ResponseThreads();
  private final Leases leases = new Leases(bench.events);
  private final FakeDriver remote = new FakeDriver("buttons", Capability.REMOTE);
  private final FakeDriver power = new FakeDriver("relay", Capability.POWER);
  private final ObjectMapper json =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  @BeforeEach
  void devices() {
    DeviceDefinition tv =
        new DeviceDefinition(
            "device1",
            "TV",
            "android_tv",
            Map.of("DRIVERS", "buttons relay", "IP", "10.0.0.1", "POWER_PWD", "hunter2"));
    bench.registry.setDevices(List.of(device("host", ""), tv));
    bench.add(remote);
    bench.add(power);
    await().atMost(LONG).until(() -> bench.device("device1").bindings().size() == 2);
    bench.device("device1").bindings().forEach(binding -> ready(binding));
  }

  @AfterEach
  void end() {
    remote.opened.forEach(controller -> controller.release.countDown());
    bench.close();
    threads.stop();
  }

  @Test
  void takeControlNamesWhatAnswers() {
    assertThat(take("device1", LONG))
        .isEqualTo(new TakeControl.Answer(true, List.of("remote", "power"), null, null));
  }

  @Test
  void whatDoesNotAnswerIsLeftOutWithTheReason() {
    power.opened.get(0).probe = () -> power.opened.get(0).context.status().offline("No route", "x");

    assertThat(take("device1", LONG))
        .isEqualTo(new TakeControl.Answer(true, List.of("remote"), "power: No route", null));
  }

  @Test
  void aProbeThatThrowsIsLeftOutWithoutItsText() {
    power.opened.get(0).probe =
        () -> {
          throw new IllegalStateException("secret");
        };

    TakeControl.Answer answer = take("device1", LONG);
    assertThat(answer.availableControllers()).containsExactly("remote");
    assertThat(answer.warning()).isEqualTo("power: The driver failed unexpectedly");
  }

  @Test
  void aProbeThatHangsCostsTheBudgetAndNotMore() {
    FakeController hanging = power.opened.get(0);
    hanging.probe =
        () -> {
          hanging.hang();
          return null;
        };
    TakeControl.Answer answer = take("device1", Duration.ofMillis(100));
    hanging.release.countDown();

    assertThat(answer.availableControllers()).containsExactly("remote");
    assertThat(answer.warning()).startsWith("power: relay ");
  }

  @Test
  void aBusyControllerCountsWhileItsEvidenceIsYoung() throws Exception {
    FakeController busy = keepBusy();

    assertThat(take("device1", LONG).availableControllers()).containsExactly("remote", "power");

    busy.status = () -> new Status(State.READY, old, old, null, null);
    TakeControl.Answer answer = take("device1", Duration.ofMillis(100));
    assertThat(answer.availableControllers()).containsExactly("power");
    assertThat(answer.warning()).startsWith("remote: buttons is busy with wait for ");
  }

  @Test
  void noDeviceMeansTheHostsDisplay() throws Exception {
    TakeControlResource resource = new TakeControlResource(bench.registry, threads, leases);
    for (String id : new String[] {null, "", "default", "host"}) {
      assertThat(get(resource.take(new DeviceRequest(id, null, null), null)))
          .isEqualTo(new TakeControl.Answer(true, List.of(), null, null));
    }
    assertThat(
            get(resource.take(new DeviceRequest(null, null, null), "device1"))
                .availableControllers())
        .containsExactly("remote", "power");
    assertThat(
            get(resource.take(new DeviceRequest("host", null, null), "device1"))
                .availableControllers())
        .isEmpty();
  }

  @Test
  void anUnknownDeviceIsNotFound() {
    TakeControlResource take = new TakeControlResource(bench.registry, threads, leases);
    ReleaseControlResource release = new ReleaseControlResource(bench.registry, leases);
    ControllerStatusResource status = new ControllerStatusResource(bench.registry, threads);

    assertNotFound(() -> take.take(new DeviceRequest("zzz", null, null), null));
    assertNotFound(() -> release.release(new DeviceRequest("zzz", null, null), null));
    assertNotFound(() -> status.status("zzz"));
    assertThat(release.release(new DeviceRequest(null, null, null), null).success()).isTrue();
  }

  @Test
  void devicesAreShownWithTheirControllersAndWithoutTheirSecrets() throws Exception {
    power.opened.get(0).status = () -> new Status(State.OFFLINE, old, old, "No route", "Plug in");
    DeviceCatalog catalog = new DeviceCatalog(HostSettings.of(Map.of()), bench.events);
    DevicesResource resource = new DevicesResource(bench.registry, catalog, threads, leases);
    JsonNode answer = json.valueToTree(get(resource.devices()));

    assertThat(answer.toString()).doesNotContain("hunter2");
    assertThat(answer.at("/success").asBoolean()).isTrue();
    assertThat(answer.at("/devices/0/device_id").asText()).isEqualTo("host");
    assertThat(answer.at("/devices/0/controller_status").asText()).isEqualTo("no_controllers");
    JsonNode tv = answer.at("/devices/1");
    assertThat(tv.at("/device_ip").asText()).isEqualTo("10.0.0.1");
    assertThat(tv.at("/device_port").isNull()).isTrue();
    assertThat(tv.at("/controller_status").asText()).isEqualTo("ready");
    assertThat(tv.at("/controllers/remote/available").asBoolean()).isTrue();
    assertThat(tv.at("/controllers/remote/type").asText()).isEqualTo("FakeController");
    assertThat(tv.at("/controllers/remote").has("error")).isFalse();
    assertThat(tv.at("/controllers/power/available").asBoolean()).isFalse();
    assertThat(tv.at("/controllers/power/error").asText()).isEqualTo("No route");
    assertThat(tv.at("/controllers/power/status/hint").asText()).isEqualTo("Plug in");
    assertThat(tv.at("/controllers/power/status/age_ms").asLong()).isGreaterThan(3_000_000);
  }

  @Test
  void controllerStatusIsByDeviceAndCapability() throws Exception {
    ControllerStatusResource resource = new ControllerStatusResource(bench.registry, threads);

    assertThat(get(resource.status(null)).controllers())
        .containsOnlyKeys("device1.remote", "device1.power");
    assertThat(get(resource.status("host")).controllers()).isEmpty();
  }

  @Test
  void aMissingControllerIsNamedAsClientsKnowIt() {
    assertThat(Lookup.controller(bench.registry.snapshot(), "device1", Capability.POWER).driver())
        .isEqualTo("relay");
    assertThatThrownBy(() -> Lookup.controller(bench.registry.snapshot(), "device1", Capability.AV))
        .isInstanceOfSatisfying(
            ApiException.class,
            missing -> {
              assertThat(missing.code()).isEqualTo(ErrorCode.NOT_FOUND);
              assertThat(missing.details())
                  .isEqualTo(Map.of("available_capabilities", List.of("remote", "power")));
            })
        .hasMessage("No AV controller found for device device1");
    assertThatThrownBy(() -> Lookup.controller(bench.registry.snapshot(), null, Capability.POWER))
        .hasMessage("No power controller found for device host");
  }

  private FakeController keepBusy() throws InterruptedException {
    FakeController busy = remote.opened.get(0);
    bench.device("device1").binding(Capability.REMOTE).orElseThrow().execute(command("wait"));
    busy.running.await();
    return busy;
  }

  private TakeControl.Answer take(String id, Duration budget) {
    return new TakeControl(Clock.systemUTC(), budget).of(bench.device(id)).join();
  }

  private static <T> T get(CompletionStage<T> answer) throws Exception {
    return answer.toCompletableFuture().get();
  }

  private static void ready(Binding binding) {
    await().atMost(LONG).until(() -> binding.status().join().state() == State.READY);
  }

  private static void assertNotFound(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ApiException.class,
            missing -> assertThat(missing.code()).isEqualTo(ErrorCode.NOT_FOUND))
        .hasMessage("Device zzz not found");
  }
}
