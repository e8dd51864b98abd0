package com.virtualpytest.host.adb.internal;

import static com.virtualpytest.host.adb.internal.Lab.PATIENCE;
import static com.virtualpytest.host.adb.internal.Lab.awaitState;
import static com.virtualpytest.host.adb.internal.Lab.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.adb.internal.client.Deadline;
import com.virtualpytest.host.adb.internal.client.ShellScript;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.simulators.android.Fault;
import com.virtualpytest.host.simulators.android.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of commands, and of the state, when something between host and device fails. */
@Timeout(120)
class DeviceFaultsTest {
  private static final Map<String, Object> HOME = Map.of("key", "HOME");

  private Lab lab;
  private AndroidMobileController phone;

  @BeforeEach
  void start(@TempDir Path home) throws Exception {
    lab = new Lab(home, Profile.PHONE);
    phone = lab.phone();
  }

  @AfterEach
  void end() {
    lab.close();
  }

  /** A program that the device has begun, and will not end soon. */
  private CompletableFuture<ErrorCode> begin() {
    return begin(sleep -> lab.open.byId("device1").orElseThrow().run(sleep, PATIENCE));
  }

  /** How a program is run. */
  private interface Run {
    void run(ShellScript script) throws IOException, InterruptedException;
  }

  private CompletableFuture<ErrorCode> begin(Run run) {
    CompletableFuture<ErrorCode> failed = new CompletableFuture<>();
    ShellScript sleep = ShellScript.of("sleep", "40");
    Thread caller =
        new Thread(
            () -> {
              try {
                run.run(sleep);
                failed.completeExceptionally(new AssertionError("it ended"));
              } catch (ApiException e) {
                failed.complete(e.code());
              } catch (IOException | InterruptedException e) {
                failed.completeExceptionally(e);
              }
            });
    caller.setDaemon(true);
    caller.start();
    await("the device has the command")
        .atMost(PATIENCE)
        .until(() -> lab.android.services().stream().anyMatch(s -> s.contains("sleep 40")));
    return failed;
  }

  private static ErrorCode code(CompletableFuture<ErrorCode> failed) throws Exception {
    return failed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void theEndOfTheServerIsToldAndOvercome() throws Exception {
    CompletableFuture<ErrorCode> running = begin();
    lab.program.kill();
    assertThat(code(running)).isEqualTo(ErrorCode.CONNECTION_LOST);
    awaitState(phone, State.OFFLINE);
    assertThat(run(phone, "press_key", HOME).code()).isEqualTo(ErrorCode.UNAVAILABLE);

    lab.program.start();
    awaitState(phone, State.READY);
    assertThat(run(phone, "press_key", HOME).success()).isTrue();
  }

  @Test
  void theEndOfTheServerIsNotBlamedOnADeviceThatIsNotConfigured() throws Exception {
    Target stranger = Target.of(lab.android.serial(), new OpenDevices(lab.server), lab.server);
    CompletableFuture<ErrorCode> running =
        begin(
            sleep ->
                stranger.call(
                    () -> AdbDeviceResource.shell(stranger, sleep, 1024, Deadline.in(PATIENCE))));
    lab.program.kill();
    assertThat(code(running)).isEqualTo(ErrorCode.CONNECTION_LOST);
  }

  @Test
  void theEndOfTheDeviceIsToldAndOvercome() throws Exception {
    CompletableFuture<ErrorCode> running = begin();
    lab.android.power(false);
    assertThat(code(running)).isEqualTo(ErrorCode.DEVICE_OFFLINE);
    awaitState(phone, State.OFFLINE);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(phone.status().detail())
                    .isEqualTo(
                        "Failed to connect to Android device %s: connection refused"
                            .formatted(lab.android.serial())));
    assertThat(run(phone, "press_key", HOME).code()).isEqualTo(ErrorCode.DEVICE_OFFLINE);

    lab.android.power(true);
    awaitState(phone, State.READY);
    assertThat(run(phone, "press_key", HOME).success()).isTrue();
  }

  @Test
  void aFrozenDeviceIsADeadlineAndOffline() throws Exception {
    lab.android.fault(Fault.FREEZE);
    assertThat(run(phone, "press_key", HOME).code()).isEqualTo(ErrorCode.DEADLINE);
    awaitState(phone, State.OFFLINE);

    lab.android.clearFaults();
    awaitState(phone, State.READY);
    assertThat(run(phone, "press_key", HOME).success()).isTrue();
  }

  @Test
  void aDeviceThatFreezesDuringACommandIsToBlame() throws Exception {
    CompletableFuture<ErrorCode> running = begin();
    lab.android.fault(Fault.FREEZE);
    // the stream ends when the device is connected again, unless the command's time is over first
    assertThat(code(running)).isIn(ErrorCode.DEVICE_OFFLINE, ErrorCode.DEADLINE);
    awaitState(phone, State.OFFLINE);

    lab.android.clearFaults();
    awaitState(phone, State.READY);
  }

  @Test
  void aServerThatHangsIsToBlameAndNotTheDevice() throws Exception {
    lab.program.signal("STOP");
    assertThat(run(phone, "press_key", HOME).code()).isEqualTo(ErrorCode.CONNECTION_LOST);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(phone.status().state()).isEqualTo(State.OFFLINE);
              assertThat(phone.status().detail()).isEqualTo(Failures.SERVER_DOWN);
            });
    Target stranger = Target.of("emulator-5554", lab.open, lab.server);
    assertThatThrownBy(
            () ->
                stranger.call(() -> stranger.client().devices(Deadline.in(Duration.ofMillis(100)))))
        .isInstanceOf(ApiException.class)
        .hasMessage(Failures.SERVER_DOWN);

    lab.program.signal("CONT");
    awaitState(phone, State.READY);
    assertThat(run(phone, "press_key", HOME).success()).isTrue();
  }

  @Test
  void aRebootIsDoneWhenTheDeviceFallsSilentWithoutAnEnd() throws Exception {
    lab.android.fault(Fault.STUCK_REBOOT);
    Deadline deadline = Deadline.in(Duration.ofSeconds(1));
    lab.program.client().reboot(lab.android.serial(), "recovery", deadline);
    assertThat(deadline.remaining()).isZero();
    assertThat(lab.android.services()).contains("reboot:recovery");
    assertThat(lab.android.powered()).isTrue();
  }

  @Test
  void aServerThatForgetsTheDeviceIsToldToConnectAgain() throws Exception {
    lab.program.kill();
    awaitState(phone, State.OFFLINE);
    lab.program.start();
    awaitState(phone, State.READY);
  }

  /** The device cannot have heard it, so it is told again once it is reached; once. */
  @Test
  void aCommandThatTheDeviceCannotHaveHeardIsGivenAgain() throws Exception {
    for (int i = 0; i < 3; i++) {
      long before = lab.android.inputCount();
      disconnect();
      assertThat(run(phone, "press_key", HOME).success()).isTrue();
      assertThat(lab.android.inputCount()).isEqualTo(before + 1);
    }
  }

  private void disconnect() throws Exception {
    String port = Integer.toString(lab.program.port());
    Process adb = new ProcessBuilder("adb", "-P", port, "disconnect", lab.android.serial()).start();
    assertThat(adb.waitFor()).isZero();
  }

  @Test
  void aCommandThatTheDeviceRefusedIsNotGivenAgain() throws Exception {
    lab.android.replace("input", 1, "", "Error: injecting is not allowed\n");
    CommandResult refused = run(phone, "press_key", HOME);
    assertThat(refused.code()).isEqualTo(ErrorCode.DEVICE_REFUSED);
    assertThat(refused.message())
        .isEqualTo("The device did not take the input: Error: injecting is not allowed");
    assertThat(lab.android.executed()).filteredOn(program -> program.contains("input")).hasSize(1);
  }

  @Test
  void aDeviceThatDoesNotKnowTheHostSaysSo() throws Exception {
    lab.android.fault(Fault.UNAUTHORIZED);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(phone.status().state()).isEqualTo(State.OFFLINE);
              assertThat(phone.status().detail()).contains("has not accepted the key");
              assertThat(phone.status().hint()).contains("on the device's screen");
            });
    lab.android.clearFaults();
    awaitState(phone, State.READY);
  }

  @Test
  void anAnswerThatIsCutIsNone() throws Exception {
    lab.android.fault(Fault.DROP);
    assertThat(run(phone, "press_key", HOME).code()).isEqualTo(ErrorCode.DEVICE_OFFLINE);
    assertThatThrownBy(() -> phone.screenshot())
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEVICE_OFFLINE));
    lab.android.clearFaults();
    awaitState(phone, State.READY);
    assertThat(phone.screenshot()).startsWith(0x89, 'P', 'N', 'G');
  }

  @Test
  void moreOutputThanCanBeTakenIsRefused() throws Exception {
    lab.android.fault(Fault.HUGE_OUTPUT);
    assertThat(run(phone, "press_key", HOME).code()).isEqualTo(ErrorCode.TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"waitForElementToAppear", "waitForElementToDisappear"})
  void aScreenThatCannotBeReadIsNoVerdict(String check) throws Exception {
    lab.android.fault(Fault.GARBAGE_XML);
    assertThat(phone.elements()).isEmpty();
    Map<String, Object> params = Map.of("search_term", "Settings");
    Command command = new Command(check, params, Instant.now().plus(PATIENCE));
    assertThatThrownBy(() -> phone.verify(command)).isInstanceOf(ApiException.class);

    lab.android.clearFaults();
    lab.android.power(false);
    assertThatThrownBy(() -> phone.verify(command)).isInstanceOf(ApiException.class);
  }

  @Test
  void closingEndsTheWatch() throws Exception {
    phone.close();
    phone.close();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("adb-server-watch")));
  }
}
