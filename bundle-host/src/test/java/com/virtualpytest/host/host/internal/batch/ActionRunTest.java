package com.virtualpytest.host.host.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.http.ErrorCode;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ActionRunTest {

  /** Fails what is called {@code bad}, and {@code flaky} from the second time on. */
  private static final class Device implements ActionRun.Sender {
    private final List<String> sent = new ArrayList<>();
    private Map<String, Object> lastParams = Map.of();

    @Override
    public CompletableFuture<CommandResult> send(BatchStep step) {
      sent.add(step.command());
      lastParams = step.commandParams();
      boolean fails =
          step.command().startsWith("bad")
              || (step.command().equals("flaky")
                  && sent.stream().filter("flaky"::equals).count() > 1);
      return CompletableFuture.completedFuture(
          fails
              ? CommandResult.failed(ErrorCode.DEVICE_OFFLINE, "The device is gone", null)
              : CommandResult.ok(null, Map.of("from", step.command())));
    }

    @Override
    public String typeOf(BatchStep step) {
      return "remote";
    }
  }

  private final Device device = new Device();
  private final ObjectMapper json =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .configure(
              com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              false);

  @Test
  void actionsAreDoneInOrder() throws Exception {
    ActionResult result = run("{'actions':[{'command':'a'},{'command':'b'}]}");

    assertThat(device.sent).containsExactly("a", "b");
    assertThat(result.success()).isTrue();
    assertThat(result.message()).isEqualTo("Batch action execution completed: 2/2 passed");
    assertThat(result.error()).isNull();
    assertThat(result.outputData()).containsEntry("from", "b");
  }

  @Test
  void theFirstFailureEndsTheMainActionsAndStartsTheRetries() throws Exception {
    ActionResult result =
        run(
            "{'actions':[{'command':'a'},{'command':'bad'},{'command':'never'}],"
                + "'retry_actions':[{'command':'c'}],'failure_actions':[{'command':'d'}]}");

    assertThat(device.sent).containsExactly("a", "bad", "c");
    assertThat(result.success()).isTrue();
    assertThat(result.mainActionsSucceeded()).isFalse();
    assertThat(result.passedCount()).isEqualTo(1);
    assertThat(result.totalCount()).isEqualTo(3);
  }

  @Test
  void whenARetryFailsTooTheFailureActionsAreDone() throws Exception {
    ActionResult result =
        run(
            "{'actions':[{'command':'bad'}],'retry_actions':[{'command':'bad2'},{'command':'x'}],"
                + "'failure_actions':[{'command':'d'}]}");

    assertThat(device.sent).containsExactly("bad", "bad2", "d");
    assertThat(result.success()).isFalse();
    assertThat(result.error()).isEqualTo("Actions failed: bad");
  }

  @Test
  void anActionMayFailAndTheBatchGoesOnAndStillFails() throws Exception {
    ActionResult result =
        run("{'actions':[{'command':'bad','continue_on_fail':true},{'command':'b'}]}");

    assertThat(device.sent).containsExactly("bad", "b");
    assertThat(result.success()).isFalse();
    assertThat(result.passedCount()).isEqualTo(1);
  }

  @Test
  void anActionIsRepeatedUntilItFails() throws Exception {
    ActionResult result = run("{'actions':[{'command':'flaky','iterator':3}]}");

    assertThat(device.sent).containsExactly("flaky", "flaky");
    ActionResult.Step step = result.results().get(0);
    assertThat(step.message()).isEqualTo("flaky (2/3 iterations)");
    assertThat(step.iterations())
        .extracting(ActionResult.Iteration::success)
        .containsExactly(true, false);
    assertThat(step.error()).isEqualTo("The device is gone");
  }

  @Test
  void theBatchWaitsSoTheControllerDoesNot() throws Exception {
    ActionResult result =
        run("{'actions':[{'command':'a','params':{'key':'BACK','wait_time':40},'iterator':2}]}");

    assertThat(device.lastParams).isEqualTo(Map.of("key", "BACK"));
    ActionResult.Details details = result.results().get(0).actionDetails();
    assertThat(details.waitTimeMs()).isEqualTo(80);
    assertThat(details.totalTimeMs()).isGreaterThanOrEqualTo(80);
  }

  @Test
  void aParameterThatIsAFormStandsForItsDefault() throws Exception {
    run("{'actions':[{'command':'a','params':{'key':{'type':'string','default':'OK'}}}]}");

    assertThat(device.lastParams).isEqualTo(Map.of("key", "OK"));
  }

  @Test
  void whatHasNoCommandOrLacksItsInputIsLeftOut() throws Exception {
    ActionBatch batch =
        batch(
            "{'actions':[{'command':' '},{'command':'a','requiresInput':true},"
                + "{'command':'b','requiresInput':true,'inputValue':'x'},null]}");

    assertThat(batch.main()).extracting(BatchStep::command).containsExactly("b");
  }

  @Test
  void theAnswerHasTheNamesThatClientsKnow() throws Exception {
    JsonNode result = json.valueToTree(run("{'actions':[{'command':'a'}]}"));

    assertThat(result.fieldNames())
        .toIterable()
        .contains(
            "success",
            "total_count",
            "passed_count",
            "failed_count",
            "results",
            "message",
            "error",
            "action_screenshots",
            "before_action_screenshot",
            "execution_time_ms",
            "main_actions_succeeded",
            "output_data",
            "logs");
    assertThat(result.path("results").path(0).fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "success",
            "message",
            "error",
            "resultType",
            "execution_time_ms",
            "action_category",
            "screenshot_path",
            "action_timestamp",
            "iterations",
            "action_details",
            "output_data");
  }

  private ActionBatch batch(String text) throws IOException {
    return json.readValue(text.replace('\'', '"'), ActionBatch.class);
  }

  private ActionResult run(String text) throws Exception {
    return new ActionRun(batch(text), device, (percent, what) -> {}, Clock.systemUTC()).run();
  }
}
