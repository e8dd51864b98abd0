package com.virtualpytest.host.host.internal.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.store.CommandReport;
import com.virtualpytest.host.host.internal.device.DeviceProblem;
import com.virtualpytest.host.host.internal.testing.Bench;
import com.virtualpytest.host.host.internal.testing.FakeDriver;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DevicesPageTest {

  private final Bench bench = new Bench();
  private final FakeDriver driver = new FakeDriver("fake", Capability.REMOTE);
  private final List<DeviceProblem> problems = new ArrayList<>();
  private final List<CommandReport> failures = new ArrayList<>();
  private final Map<String, Optional<Status>> links = new TreeMap<>();
  private final DevicesPage page =
      new DevicesPage(
          new Notices(),
          bench.registry,
          () -> problems,
          () -> failures,
          () -> links,
          Clock.systemUTC());

  @AfterEach
  void close() {
    bench.close();
  }

  private void serve() {
    bench.add(driver);
    bench.registry.setDevices(
        List.of(
            new DeviceDefinition(
                "device1",
                "<Phone>",
                "stb",
                Map.of("DRIVERS", "fake", "PASSWORD", "4711-secret"))));
    bench.awaitState("device1", State.READY);
  }

  private String markup(String notice) throws Exception {
    Visit visit = new Visit("GET", "/devices").with("notice", notice);
    page.doGet(visit.request(), visit.response());
    return visit.body();
  }

  private String probe(String device, String with) throws Exception {
    Visit visit = new Visit("POST", "/devices").with("device", device).with("driver", with);
    page.service(visit.request(), visit.response());
    assertThat(visit.status()).isEqualTo(303);
    return markup(visit.header("Location").replaceFirst(".*notice=", ""));
  }

  @Test
  void showsDevicesTheirDriversAndWhatTheLaneDoes() throws Exception {
    serve();
    bench.binding("device1").execute(Bench.command("wait"));
    driver.opened.get(0).running.await();
    bench.binding("device1").execute(Bench.command("later"));
    Awaitility.await().until(() -> bench.binding("device1").lane().depth() == 1);

    String markup = markup(null);
    driver.opened.get(0).release.countDown();

    assertThat(markup)
        .contains("devices: 1 | controllers usable: 1 of 1")
        .contains("device1", "&lt;Phone&gt;", "fake", "remote", ">ready<", "Probe")
        .containsPattern("wait for \\d+ s, 1 waiting")
        .doesNotContain("4711-secret");
  }

  @Test
  void showsWhatIsWrong() throws Exception {
    driver.opener =
        (device, context) -> {
          var controller = driver.openFake(device, context);
          controller.status =
              () -> Status.of(State.OFFLINE, "Not <there>", "Plug it in", Instant.now());
          return controller;
        };
    bench.add(driver);
    bench.registry.setDevices(
        List.of(Bench.device("device1", "fake"), Bench.device("device2", "unknown")));
    bench.awaitState("device1", State.OFFLINE);
    problems.add(new DeviceProblem("pid~1", "device3", "It has no name"));

    assertThat(markup(null))
        .contains("controllers usable: 0 of 1")
        .contains(">offline<", "Not &lt;there&gt;", "Plug it in")
        .contains("No driver serves this device with the settings that it has")
        .contains("pid~1", "device3", "It has no name")
        .contains("No command has failed since the host started.");
  }

  @Test
  void showsTheLastErrors() throws Exception {
    Instant before = Instant.now().minus(Duration.ofMinutes(3));
    failures.add(
        new CommandReport(
            before,
            null,
            "device1",
            "fake",
            "press_key",
            Map.of(),
            "DEADLINE",
            "It took <too> long",
            Duration.ZERO,
            Duration.ofMillis(1500)));

    assertThat(markup(null))
        .contains("3 min ago", Times.exact(before), "press_key", "DEADLINE", "1500 ms")
        .contains("It took &lt;too&gt; long");
  }

  @Test
  void tellsOfTheServicesThatTheHostIsLinkedTo() throws Exception {
    links.put("server", Optional.empty());
    Instant since = Instant.now().minusSeconds(600);
    links.put("store", Optional.of(Status.of(State.DEGRADED, "Slow", null, since)));

    assertThat(markup(null)).contains("server: not configured | store: degraded for 10 min (Slow)");
  }

  @Test
  void probes() throws Exception {
    serve();

    assertThat(probe("device1", "fake"))
        .contains("ui-state-highlight", "device1 fake was probed and is ready");
    driver.opened.get(0).probe =
        () -> Status.of(State.OFFLINE, "No answer", "Look at the cable", Instant.now());
    assertThat(probe("device1", "fake"))
        .contains("ui-state-error", "is offline: No answer. Look at the cable");
    driver.opened.get(0).probe =
        () -> {
          throw new IllegalStateException("secret text");
        };
    assertThat(probe("device1", "fake"))
        .contains("the driver failed unexpectedly")
        .doesNotContain("secret text");
  }

  @Test
  void probesNothingThatIsNotThere() throws Exception {
    serve();

    assertThat(probe("device1", "other")).contains("does not serve this device");
    assertThat(probe(null, null)).contains("does not serve this device");
  }
}
