package com.virtualpytest.host.host.internal.batch;

import static com.virtualpytest.host.host.internal.testing.Bench.LONG;
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
import com.virtualpytest.host.api.event.Topics;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.host.internal.av.DevicePictures;
import com.virtualpytest.host.host.internal.lease.Leases;
import com.virtualpytest.host.host.internal.registry.Binding;
import com.virtualpytest.host.host.internal.testing.Bench;
import com.virtualpytest.host.host.internal.testing.FakeController;
import com.virtualpytest.host.host.internal.testing.FakeDriver;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ActionResourceTest {

  private final Bench bench = new Bench();
  private final FakeDriver driver = new FakeDriver("buttons", Capability.REMOTE);
  private final Executions executions = new Executions(bench.events);
  private final Leases leases = new Leases(bench.events);
  private final ActionResource resource =
      new ActionResource(bench.registry, executions, leases, new DevicePictures(bench.registry));

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
    awaitCommand("device1");

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
            .execute(new ActionBatch(List.of(step), null, null, "device1", null), "team")
            .executionId();

    await().atMost(LONG).until(() -> resource.status(id).status().equals("completed"));

    ActionResult result = (ActionResult) resource.status(id).result();
    assertThat(result.success()).isFalse();
    assertThat(result.results().get(0).error()).isEqualTo("Device device1 has no power controller");
  }

  @Test
  void ofSeveralWithOneCapabilityTheOneThatListsTheCommandGetsIt() {
    FakeDriver first = new FakeDriver("first", Capability.VERIFICATION);
    FakeDriver second = new FakeDriver("second", Capability.VERIFICATION);
    Queue<String> got = new ConcurrentLinkedQueue<>();
    first.opener = (device, context) -> listing("look", got, device, context);
    second.opener = (device, context) -> listing("listen", got, device, context);
    bench.add(first, 1);
    bench.add(second);
    bench.registry.setDevices(List.of(device("device3", "first,second")));
    await().atMost(LONG).until(() -> bench.device("device3").bindings().size() == 2);
    for (Binding binding : bench.device("device3").bindings()) {
      await()
          .atMost(LONG)
          .until(() -> binding.status().join().state(), state -> state == State.READY);
    }
    List<BatchStep> steps =
        List.of(
            step("listen", "verification"),
            step("look", null),
            step("listen", null),
            step("unlisted", "verification"));

    String id =
        resource.execute(new ActionBatch(steps, null, null, "device3", null), "team").executionId();

    await().atMost(LONG).until(() -> !resource.status(id).status().equals("running"));
    assertThat(got)
        .containsExactly(
            "listen by listen", "look by look", "listen by listen", "unlisted by look");
  }

  /** One that lists a single command, and notes what it gets. */
  private static FakeController listing(
      String listed, Queue<String> got, DeviceDefinition device, DriverContext context) {
    return new FakeController(device, context) {
      @Override
      public List<ActionDescription> actions() {
        return List.of(ActionDescription.of(listed, "verification", listed, listed));
      }

      @Override
      public CommandResult execute(Command command) {
        got.add(command.name() + " by " + listed);
        return CommandResult.ok();
      }
    };
  }

  @Test
  void aBatchUnderALeaseEndsOnceSomebodyElseHoldsTheDevice() throws InterruptedException {
    long mine = leases.take("device1", "me", LONG).number();
    List<BatchStep> steps = List.of(step("wait", null), step("press_key", null));
    ActionBatch batch = new ActionBatch(steps, null, null, "device1", mine);
    String id = resource.execute(batch, "team").executionId();
    awaitCommand("device1");

    leases.take("device1", "you", LONG);
    driver.opened.forEach(controller -> controller.release.countDown());

    await().atMost(LONG).until(() -> resource.status(id).status().equals("completed"));
    ActionResult result = (ActionResult) resource.status(id).result();
    assertThat(result.success()).isFalse();
    assertThat(result.results()).last().asString().contains("Lease " + mine + " of device1");
    assertRefused(batch, "t", "Lease " + mine + " of device1 has ended");
  }

  @Test
  void aWrongRequestIsToldWhatItLacks() {
    assertRefused(new ActionBatch(null, null, null, "device1", null), "t", "actions are required");
    List<BatchStep> one = List.of(step("a", null));
    assertRefused(new ActionBatch(one, null, null, null, null), "t", "device_id is required");
    assertRefused(new ActionBatch(one, null, null, "device1", null), null, "team_id is required");
    assertRefused(new ActionBatch(one, null, null, "zz", null), "t", "Device zz not found in host");
    assertThatThrownBy(() -> resource.status("none")).hasMessage("Execution none not found");
  }

  private void assertRefused(ActionBatch batch, String team, String error) {
    assertThatThrownBy(() -> resource.execute(batch, team))
        .isInstanceOf(ApiException.class)
        .hasMessage(error);
  }

  /** Waits until a command that takes long has begun. */
  private void awaitCommand(String device) throws InterruptedException {
    driver.opened.stream()
        .filter(controller -> controller.device.id().equals(device))
        .findFirst()
        .orElseThrow()
        .running
        .await();
  }

  private String start(String device, String command) {
    ActionBatch batch = new ActionBatch(List.of(step(command, null)), null, null, device, null);
    return resource.execute(batch, "team").executionId();
  }

  private static BatchStep step(String command, String type) {
    return new BatchStep(command, type, Map.of(), null, null, null, null);
  }
}
