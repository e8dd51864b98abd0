package com.virtualpytest.host.host.internal.command;

import static com.virtualpytest.host.host.internal.testing.Bench.LONG;
import static com.virtualpytest.host.host.internal.testing.Bench.device;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.av.DevicePictures;
import com.virtualpytest.host.host.internal.control.ResponseThreads;
import com.virtualpytest.host.host.internal.lease.Lease;
import com.virtualpytest.host.host.internal.lease.Leases;
import com.virtualpytest.host.host.internal.testing.Bench;
import com.virtualpytest.host.host.internal.testing.FakeDriver;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CommandsTest {

  private final Bench bench = new Bench();
  private final ResponseThreads threads = new ResponseThreads();
  private final Leases leases = new Leases(bench.events);
  private final Commands commands =
      new Commands(bench.registry, threads, leases, new DevicePictures(bench.registry));
  private final ObjectMapper json =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  @BeforeEach
  void devices() {
    bench.registry.setDevices(List.of(device("host", ""), device("device1", "buttons")));
    bench.add(new FakeDriver("buttons", Capability.REMOTE));
    bench.awaitState("device1", State.READY);
  }

  @AfterEach
  void end() {
    bench.close();
    threads.stop();
  }

  @Test
  void aCommandThatSucceedsSaysSoInTheWordsThatClientsKnow() throws IOException {
    JsonNode answer = run("{\"command\":\"press_key\"}", null);

    assertThat(answer)
        .isEqualTo(
            json.readTree(
                """
                {"success":true,"message":"Command press_key executed successfully",
                 "device_id":"device1"}
                """));
  }

  @Test
  void aWrongParameterIsAFailedCommandThatNamesIt() throws IOException {
    JsonNode answer = run("{\"command\":\"wrong\",\"params\":{}}", null);

    assertThat(answer.path("success").asBoolean()).isFalse();
    assertThat(answer.path("message").asText()).isEqualTo("Command wrong failed");
    assertThat(answer.path("error").asText()).isEqualTo("key is missing");
    assertThat(answer.path("code").asText()).isEqualTo("BAD_REQUEST");
  }

  @Test
  void whatTheCommandBroughtBackIsMergedInAndCannotReplaceTheAnswer() {
    CommandResult result =
        CommandResult.ok("Found", Map.of("total_matches", 1, "device_id", "mine"));

    JsonNode answer = json.valueToTree(CommandAnswer.of("find_element", result, "device1"));

    assertThat(answer.path("total_matches").asInt()).isEqualTo(1);
    assertThat(answer.path("device_id").asText()).isEqualTo("device1");
    assertThat(answer.path("message").asText()).isEqualTo("Found");
  }

  @Test
  void withoutACommandTheRequestIsWrong() {
    assertThatThrownBy(() -> run("{}", null))
        .isInstanceOfSatisfying(
            ApiException.class,
            refused -> {
              assertThat(refused).hasMessage("command is required");
              assertThat(refused.code()).isEqualTo(ErrorCode.BAD_REQUEST);
            });
  }

  @Test
  void aCommandUnderALeaseIsRefusedOnceSomebodyElseHoldsTheDevice() throws IOException {
    Lease mine = leases.take("device1", "me", LONG);
    String body = "{\"command\":\"press_key\",\"lease\":%d}".formatted(mine.number());
    assertThat(run(body, null).path("success").asBoolean()).isTrue();

    leases.take("device1", "you", LONG);

    assertThatThrownBy(() -> run(body, null))
        .hasCauseInstanceOf(ApiException.class)
        .hasMessageContaining("Lease " + mine.number() + " of device1 has ended");
    assertThat(run("{\"command\":\"press_key\"}", null).path("success").asBoolean()).isTrue();
  }

  @Test
  void theBodysDeviceWinsOverTheQuerysAndDevice1IsTheLast() throws IOException {
    assertThat(request("{\"device_id\":\"device2\"}").deviceOr("device3")).isEqualTo("device2");
    assertThat(request("{}").deviceOr("device3")).isEqualTo("device3");
    assertThat(request("{}").deviceOr(null)).isEqualTo("device1");
    assertThat(request("{\"device_id\":null}").deviceOr("device3")).isEqualTo("host");
  }

  private CommandRequest request(String body) throws IOException {
    return json.readValue(body, CommandRequest.class);
  }

  private JsonNode run(String body, String fromQuery) throws IOException {
    return json.valueToTree(
        commands
            .run(request(body), fromQuery, Capability.REMOTE, LONG)
            .toCompletableFuture()
            .join());
  }
}
