package com.virtualpytest.host.host.internal.batch;

import static com.virtualpytest.host.host.internal.testing.Bench.LONG;
import static com.virtualpytest.host.host.internal.testing.Bench.device;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.event.Topics;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.host.internal.av.DevicePictures;
import com.virtualpytest.host.host.internal.testing.Bench;
import com.virtualpytest.host.host.internal.testing.FakeDriver;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ActionResourceTest {

  private final Bench bench = new Bench();
  private final FakeDriver driver = new FakeDriver("buttons", Capability.REMOTE);
  private final Executions executions = new Executions(bench.events);
  private final ActionResource resource =
      new ActionResource(bench.registry, executions, new DevicePictures(bench.registry));

  @BeforeEach
  void devices() {
    bench.registry.setDevices(List.of(device("device1", "buttons"), device("device2", "buttons")));
    bench.add(driver);
    bench.awaitState("device1", State.READY);
    bench.awaitState("device2", State.READY);
  }

  @AfterEach
  void end() {
    driver.opened.forEach(controller -> controller.release.countDown());
    executions.stop();
    bench.close();
  }

  @Test
  void aBatchIsTakenAndItsResultKept() {
    String id = start("device1", "press_key");

    await().atMost(LONG).until(() -> resource.status(id).status().equals("completed"));

    ActionResult result = (ActionResult) resource.status(id).result();
    assertThat(result.success()).isTrue();
    assertThat(result.results().get(0).actionDetails().actionType()).isEqualTo("remote");
    await()
        .atMost(LONG)
        .until(() -> bench.events.all().contains(Topics.EXECUTION + "state device1"));
  }

  @Test
  void aBatchThatTakesLongHoldsUpNoOtherDevice() {
    String slow = start("device1", "wait");
    String quick = start("device2", "press_key");

    await().atMost(LONG).until(() -> resource.status(quick).status().equals("completed"));
    assertThat(resource.status(slow).status()).isEqualTo("running");
  }

  @Test
  void aBatchCanBeCancelledOnce() throws InterruptedException {
    String slow = start("device1", "wait");
    driver.opened.stream()
        .filter(controller -> controller.device.id().equals("device1"))
        .findFirst()
        .orElseThrow()
        .running
        .await();

    resource.cancel(slow);

    assertThat(resource.status(slow).status()).isEqualTo("error");
    assertThat(resource.status(slow).error()).isEqualTo("Execution cancelled");
    assertThatThrownBy(() -> resource.cancel(slow))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("has ended");
    String next = start("device1", "press_key");
    await().atMost(LONG).until(() -> resource.status(next).status().equals("completed"));
  }

  @Test
  void whatTheDeviceCannotDoIsAFailedAction() {
    BatchStep step = step("power_on", "power");
    String id =
        resource
            .execute(new ActionBatch(List.of(step), null, null, "device1"), "team")
            .executionId();

    await().atMost(LONG).until(() -> resource.status(id).status().equals("completed"));

    ActionResult result = (ActionResult) resource.status(id).result();
    assertThat(result.success()).isFalse();
    assertThat(result.results().get(0).error()).isEqualTo("Device device1 has no power controller");
  }

  @Test
  void aWrongRequestIsToldWhatItLacks() {
    assertRefused(new ActionBatch(null, null, null, "device1"), "t", "actions are required");
    List<BatchStep> one = List.of(step("a", null));
    assertRefused(new ActionBatch(one, null, null, null), "t", "device_id is required");
    assertRefused(new ActionBatch(one, null, null, "device1"), null, "team_id is required");
    assertRefused(new ActionBatch(one, null, null, "zz"), "t", "Device zz not found in host");
    assertThatThrownBy(() -> resource.status("none")).hasMessage("Execution none not found");
  }

  private void assertRefused(ActionBatch batch, String team, String error) {
    assertThatThrownBy(() -> resource.execute(batch, team))
        .isInstanceOf(ApiException.class)
        .hasMessage(error);
  }

  private String start(String device, String command) {
    ActionBatch batch = new ActionBatch(List.of(step(command, null)), null, null, device);
    return resource.execute(batch, "team").executionId();
  }

  private static BatchStep step(String command, String type) {
    return new BatchStep(command, type, Map.of(), null, null, null, null);
  }
}
