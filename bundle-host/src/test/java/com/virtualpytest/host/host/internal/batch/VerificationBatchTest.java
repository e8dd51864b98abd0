package com.virtualpytest.host.host.internal.batch;

import static com.virtualpytest.host.host.internal.testing.Bench.LONG;
import static com.virtualpytest.host.host.internal.testing.Bench.device;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.driver.VerificationController;
import com.virtualpytest.host.api.driver.VerificationDescription;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.batch.VerificationBatch.Check;
import com.virtualpytest.host.host.internal.testing.Bench;
import com.virtualpytest.host.host.internal.testing.FakeController;
import com.virtualpytest.host.host.internal.testing.FakeDriver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VerificationBatchTest {

  /** Passes what it is told to; {@code gone} cannot be looked at. */
  private static final class Checker extends FakeController implements VerificationController {
    private static volatile Instant deadline;

    Checker(DeviceDefinition device, DriverContext context) {
      super(device, context);
    }

    @Override
    public List<VerificationDescription> verifications() {
      return List.of(
          new VerificationDescription("seen", "adb", "Seen", "Sees", List.of(), List.of()));
    }

    @Override
    public Verdict verify(Command check) {
      deadline = check.deadline();
      if (check.name().equals("gone")) {
        throw new ApiException(ErrorCode.DEVICE_OFFLINE, "The device is gone");
      }
      boolean passed = check.name().equals("seen");
      return new Verdict(passed, passed ? "It is there" : "It is not there", 1, "x", "y", Map.of());
    }
  }

  private final Bench bench = new Bench();
  private final FakeDriver driver = new FakeDriver("eyes", Capability.VERIFICATION);
  private final Executions executions = new Executions(bench.events);
  private final VerificationBatchResource resource =
      new VerificationBatchResource(bench.registry, executions);

  @BeforeEach
  void devices() {
    driver.opener = Checker::new;
    bench.registry.setDevices(List.of(device("device1", "eyes")));
    bench.add(driver);
    bench.awaitState("device1", State.READY);
  }

  @AfterEach
  void end() {
    executions.stop();
    bench.close();
  }

  @Test
  void allPassed() {
    Execution.View view = run(check("seen", null), check("seen", null));

    assertThat(view.status()).isEqualTo("completed");
    VerificationResult result = (VerificationResult) view.result();
    assertThat(result.message()).isEqualTo("Batch verification completed: 2/2 passed");
    assertThat(result.results())
        .extracting(VerificationResult.Entry::resultType)
        .containsOnly("PASS");
  }

  @Test
  void oneThatFailsIsTheErrorAndTheResultIsThereAllTheSame() {
    Execution.View view = run(check("hidden", null), check("seen", null));

    assertThat(view.status()).isEqualTo("error");
    assertThat(view.error()).isEqualTo("It is not there");
    assertThat(((VerificationResult) view.result()).passedCount()).isEqualTo(1);
  }

  @Test
  void oneIsEnoughWhereThatIsAsked() {
    Execution.View view = run(check("hidden", "any"), check("seen", null));

    assertThat(view.status()).isEqualTo("completed");
    assertThat(view.error()).isNull();
  }

  @Test
  void aDeviceThatIsGoneNeitherPassesNorFails() {
    Execution.View view = run(check("gone", null));

    assertThat(view.error()).isEqualTo("The device is gone");
    assertThat(((VerificationResult) view.result()).results().get(0).resultType())
        .isEqualTo("ERROR");
  }

  @Test
  void aCheckThatWaitsForLongHasTheTimeForIt() {
    Instant begin = Instant.now();
    run(new Check("seen", "adb", Map.of("timeout", "3600000"), "ui", null));

    assertThat(Checker.deadline).isAfter(begin.plus(Duration.ofMinutes(61)));

    run(check("seen", null));
    assertThat(Checker.deadline).isBefore(begin.plus(Duration.ofMinutes(60)));
  }

  @Test
  void aKindThatNobodyChecksIsSaid() {
    Execution.View view = run(new Check("seen", "image", null, "ui", null));

    assertThat(view.error()).isEqualTo("No verification_image controller found for device device1");
  }

  @Test
  void aWrongRequestIsToldWhatItLacks() {
    assertRefused(new VerificationBatch(null, "device1"), "t", "verifications are required");
    List<Check> one = List.of(check("seen", null));
    assertRefused(new VerificationBatch(one, null), "t", "device_id is required");
    assertRefused(new VerificationBatch(one, "device1"), null, "team_id is required");
    assertRefused(new VerificationBatch(one, "zz"), "t", "Device zz not found in host");
    assertRefused(
        new VerificationBatch(List.of(new Check("seen", "adb", null, null, null)), "device1"),
        "t",
        "userinterface_name is required for reference resolution");
    assertThat(resource.status("none"))
        .isEqualTo(new VerificationBatchResource.Unknown(false, "Execution none not found"));
  }

  private void assertRefused(VerificationBatch batch, String team, String error) {
    assertThatThrownBy(() -> resource.execute(batch, team))
        .isInstanceOf(ApiException.class)
        .hasMessage(error);
  }

  private Execution.View run(Check... checks) {
    String id =
        resource.execute(new VerificationBatch(List.of(checks), "device1"), "team").executionId();
    return await()
        .atMost(LONG)
        .until(
            () -> (Execution.View) resource.status(id), view -> !view.status().equals("running"));
  }

  private static Check check(String command, String condition) {
    return new Check(command, "adb", Map.of("search_term", "x"), "ui", condition);
  }
}
