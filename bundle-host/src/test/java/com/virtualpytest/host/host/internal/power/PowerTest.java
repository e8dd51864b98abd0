package com.virtualpytest.host.host.internal.power;

import static com.virtualpytest.host.host.internal.testing.Bench.LONG;
import static com.virtualpytest.host.host.internal.testing.Bench.device;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.PowerController.Relay;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.command.CommandRequest;
import com.virtualpytest.host.host.internal.control.ResponseThreads;
import com.virtualpytest.host.host.internal.testing.Bench;
import com.virtualpytest.host.host.internal.testing.FakeDriver;
import com.virtualpytest.host.host.internal.testing.FakeSwitch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The power of a device by way of the routes, with drivers that know nothing of the promise. */
@Timeout(60)
class PowerTest {

  private final ObjectMapper json =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
  private final ResponseThreads threads = new ResponseThreads();
  private final List<FakeSwitch> switches = new CopyOnWriteArrayList<>();
  private final FakeDriver driver = new FakeDriver("relay", Capability.POWER);
  @TempDir Path data;
  private Bench bench;
  private PowerResource routes;

  @BeforeEach
  void start() {
    driver.opener = (device, context) -> newSwitch(new FakeSwitch(context));
    bench = new Bench(Bench.timing(Duration.ofMillis(300), LONG), data);
    bench.registry.setDevices(List.of(device("device1", "relay"), device("device2", "")));
    bench.add(driver);
    bench.awaitState("device1", State.READY);
    routes = new PowerResource(bench.registry, threads);
  }

  @AfterEach
  void end() {
    bench.close();
    threads.stop();
  }

  private Controller newSwitch(FakeSwitch opened) {
    switches.add(opened);
    return opened;
  }

  private FakeSwitch relay() {
    return switches.get(switches.size() - 1);
  }

  private CompletableFuture<JsonNode> send(String body) throws IOException {
    CommandRequest request = json.readValue(body, CommandRequest.class);
    return routes.execute(request, null).toCompletableFuture().thenApply(json::valueToTree);
  }

  private JsonNode run(String body) throws IOException {
    return send(body).join();
  }

  private JsonNode status() throws IOException {
    CommandRequest request = json.readValue("{}", CommandRequest.class);
    return json.valueToTree(routes.status(request, null).toCompletableFuture().join());
  }

  private boolean owed() throws IOException {
    Path folder = data.resolve("power");
    if (!Files.exists(folder)) {
      return false;
    }
    try (var files = Files.list(folder)) {
      return files.findAny().isPresent();
    }
  }

  private void awaitOff() {
    await().atMost(LONG).until(() -> relay().relay == Relay.OFF);
  }

  @Test
  void switchingIsAnsweredInTheWordsThatClientsKnow() throws IOException {
    assertThat(run("{\"command\":\"power_off\"}"))
        .isEqualTo(
            json.readTree(
                """
                {"success":true,"message":"Command power_off executed successfully",
                 "device_id":"device1","power_state":"off"}
                """));
    assertThat(run("{\"command\":\"toggle\"}").path("power_state").asText()).isEqualTo("on");
  }

  @Test
  void aSwitchThatDoesNotAnswerIsAFailedCommand() throws IOException {
    relay().deaf = true;

    JsonNode answer = run("{\"command\":\"power_on\"}");

    assertThat(answer.path("success").asBoolean()).isFalse();
    assertThat(answer.path("message").asText()).isEqualTo("Command power_on failed");
    assertThat(answer.path("code").asText()).isEqualTo("DEVICE_OFFLINE");
  }

  @Test
  void wrongRequestsAreToldWhatIsWrong() {
    assertThatThrownBy(() -> run("{}"))
        .isInstanceOf(ApiException.class)
        .hasMessage("command is required");
    assertThatThrownBy(() -> run("{\"command\":\"explode\"}"))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e)
                  .hasMessage(
                      "Invalid command. Valid commands: ['power_on', 'power_off', 'reboot']");
              assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST);
              assertThat(e.hint()).contains("toggle", "power_cycle");
            });
    assertThatThrownBy(() -> run("{\"command\":\"power_on\",\"device_id\":\"device2\"}"))
        .hasMessage("No power controller found for device device2");
    assertThatThrownBy(() -> run("{\"command\":\"power_cycle\",\"params\":{\"off_seconds\":601}}"))
        .hasMessage("off_seconds must be seconds from 0 to 600");
  }

  @Test
  void theStatusIsWhatTheSwitchSays() throws IOException {
    JsonNode status = status();

    assertThat(status.path("success").asBoolean()).isTrue();
    assertThat(status.path("device_id").asText()).isEqualTo("device1");
    assertThat(status.at("/status/power_state").asText()).isEqualTo("on");
    assertThat(status.at("/status/connected").asBoolean()).isTrue();
    assertThat(status.at("/status/device_info").isObject()).isTrue();
  }

  @Test
  void theStatusOfASwitchThatDoesNotAnswerIsUnknown() throws IOException {
    relay().deaf = true;

    JsonNode status = status();

    assertThat(status.path("success").asBoolean()).isTrue();
    assertThat(status.at("/status/power_state").asText()).isEqualTo("unknown");
    assertThat(status.at("/status/connected").asBoolean()).isFalse();
    assertThat(status.at("/status/error").asText()).startsWith("Status check error: ");
  }

  @Test
  void aRebootIsOffAndOnAndItsWaits() throws IOException {
    JsonNode answer =
        run("{\"command\":\"reboot\",\"params\":{\"off_seconds\":0.01,\"boot_seconds\":0.01}}");

    assertThat(answer.path("success").asBoolean()).isTrue();
    assertThat(answer.path("message").asText()).isEqualTo("Command reboot executed successfully");
    assertThat(relay().told).containsExactly("off", "on");
    assertThat(owed()).isFalse();
  }

  @Test
  void whileItIsOffThatIsOwedAndTheStatusIsTold() throws Exception {
    CompletableFuture<JsonNode> cycle =
        send("{\"command\":\"power_cycle\",\"params\":{\"off_seconds\":600}}");
    awaitOff();
    await().atMost(LONG).until(() -> status().at("/status/power_state").asText().equals("off"));
    assertThat(owed()).isTrue();
    assertThat(status().at("/status/running").asText()).isEqualTo("power_cycle");

    CommandRequest request = json.readValue("{}", CommandRequest.class);
    assertThat(routes.cancel(request, null).cancelled()).isEqualTo(1);

    assertThat(cycle.get(30, TimeUnit.SECONDS).path("error").asText())
        .isEqualTo("power_cycle was cancelled");
    await().atMost(LONG).until(() -> relay().relay == Relay.ON && !owed());
  }

  @Test
  void whatIsTooLateIsSwitchedOnAllTheSame() throws Exception {
    Command late =
        new Command(
            "power_cycle", Map.of("off_seconds", 600), Instant.now().plus(Duration.ofMillis(300)));

    CommandResult result = bench.binding("device1").execute(late).get(30, TimeUnit.SECONDS);

    assertThat(result.code()).isEqualTo(ErrorCode.DEADLINE);
    await().atMost(LONG).until(() -> relay().told.equals(List.of("off", "on")) && !owed());
  }

  @Test
  void aSwitchThatDoesNotAnswerIsNotSwitchedOffEither() throws IOException {
    relay().deaf = true;

    JsonNode answer = run("{\"command\":\"power_cycle\"}");

    assertThat(answer.path("error").asText()).contains("nothing was switched");
    assertThat(owed()).isFalse();
  }

  @Test
  void whatCannotBeSwitchedOnAtOnceIsTriedAgain() throws Exception {
    relay().deafToOn = true;

    JsonNode answer = run("{\"command\":\"power_cycle\",\"params\":{\"off_seconds\":0}}");

    assertThat(answer.path("success").asBoolean()).isFalse();
    assertThat(answer.path("error").asText()).contains("the host keeps trying");
    assertThat(owed()).isTrue();
    relay().deafToOn = false;
    await().atMost(LONG).until(() -> relay().relay == Relay.ON && !owed());
  }

  @Test
  void whoeverDecidesOtherwiseIsObeyed() throws Exception {
    relay().deafToOn = true;
    run("{\"command\":\"power_cycle\",\"params\":{\"off_seconds\":0}}");

    assertThat(run("{\"command\":\"power_off\"}").path("success").asBoolean()).isTrue();

    assertThat(owed()).isFalse();
    relay().deafToOn = false;
    assertThat(relay().relay).isEqualTo(Relay.OFF);
  }

  @Test
  void aHostThatStopsSwitchesOnFirst() throws Exception {
    CompletableFuture<JsonNode> cycle =
        send("{\"command\":\"power_cycle\",\"params\":{\"off_seconds\":600}}");
    awaitOff();

    bench.registry.close().get(30, TimeUnit.SECONDS);

    assertThat(relay().told).containsExactly("off", "on");
    assertThat(owed()).isFalse();
    assertThat(cycle.get(30, TimeUnit.SECONDS).path("success").asBoolean()).isFalse();
  }

  @Test
  void whatAHostThatWasKilledOwesIsPaidByTheNext() throws Exception {
    relay().deafToOn = true;
    run("{\"command\":\"power_cycle\",\"params\":{\"off_seconds\":0}}");
    bench.registry.close().get(30, TimeUnit.SECONDS);
    assertThat(owed()).isTrue();

    driver.opener =
        (device, context) -> {
          FakeSwitch opened = new FakeSwitch(context);
          opened.relay = Relay.OFF;
          return newSwitch(opened);
        };
    try (Bench next = new Bench(Bench.timing(Duration.ofMillis(300), LONG), data)) {
      next.registry.setDevices(List.of(device("device1", "relay")));
      next.add(driver);
      await().atMost(LONG).until(() -> relay().relay == Relay.ON && !owed());
    }
  }
}
