package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.simulators.android.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ends and silences of the adb server and of devices, while they are told to do something. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class AndroidFailureIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String HOME = "{\"key\":\"HOME\"}";

  private AndroidHost host;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    host = new AndroidHost(folder);
  }

  @AfterAll
  void end() {
    host.close();
  }

  @AfterEach
  void allIsWellAgainWithoutARestart() {
    host.phone().clearFaults();
    host.phone().power(true);
    host.awaitState(1, "ready");
    assertThat(host.command("press_key", HOME).text("success")).isEqualTo("true");
  }

  /** A program that the device has begun, and will not end soon. */
  private CompletableFuture<Answer> begin(String seconds) {
    return begin(seconds, 40);
  }

  private CompletableFuture<Answer> begin(String seconds, int timeout) {
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(
            () ->
                host.post(
                    "/host/adb/devices/device1/shell",
                    "{\"argv\":[\"sleep\",\"%s\"],\"timeout\":%d}".formatted(seconds, timeout)));
    await("the device has the command")
        .atMost(PATIENCE)
        .until(
            () -> host.phone().services().stream().anyMatch(s -> s.endsWith("sleep " + seconds)));
    return answer;
  }

  private static Answer get(CompletableFuture<Answer> answer) throws Exception {
    return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void theAdbServerIsKilled() throws Exception {
    CompletableFuture<Answer> running = begin("41");
    long pid = host.client().get("/host/adb").json().at("/process/pid").asLong();
    HostProcess.signal("KILL", ProcessHandle.of(pid).orElseThrow());

    Answer lost = get(running);
    assertThat(lost.status()).isEqualTo(502);
    assertThat(lost.text("code")).isEqualTo("CONNECTION_LOST");
    host.awaitState(1, "ready");
    host.awaitState(2, "ready");
    assertThat(host.client().get("/host/adb").json().at("/process/restarts").asInt()).isPositive();
  }

  @Test
  void theDeviceDies() throws Exception {
    CompletableFuture<Answer> running = begin("42");
    host.phone().power(false);

    Answer lost = get(running);
    assertThat(lost.status()).isEqualTo(503);
    assertThat(lost.text("code")).isEqualTo("DEVICE_OFFLINE");
    host.awaitState(1, "offline");
    Answer key = host.command("press_key", HOME);
    assertThat(key.status()).isEqualTo(200);
    assertThat(key.text("code")).isEqualTo("DEVICE_OFFLINE");
    Answer tap = host.post("/host/remote/tapCoordinates", "{\"x\":1,\"y\":2}");
    assertThat(tap.status()).isEqualTo(500);
    assertThat(tap.text("error")).isEqualTo("Tap execution failed");
    assertThat(host.client().postNothing("/host/remote/takeScreenshot").status()).isEqualTo(400);
    assertThat(host.client().get("/host/remote/device1/screenshot.png").status()).isEqualTo(503);
    Answer both = host.client().postNothing("/host/remote/screenshotAndDump");
    assertThat(both.status()).isEqualTo(400);
    assertThat(both.text("error")).contains("Screenshot: ").contains("; UI dump: ");
    Answer gone =
        host.post(
            "/host/verification/adb/waitForElementToDisappear", "{\"search_term\":\"Settings\"}");
    assertThat(gone.status()).isEqualTo(500);
    assertThat(gone.text("error")).startsWith("ADB waitForElementToDisappear error: ");
    Answer control = host.post("/host/takeControl", "{\"device_id\":\"device1\"}");
    assertThat(control.json().path("available_controllers")).isEmpty();
    assertThat(control.text("warning"))
        .contains("Failed to connect to Android device " + host.phone().serial());
  }

  @Test
  void theDeviceFreezes() {
    host.phone().fault(Fault.FREEZE);
    Answer key = host.command("press_key", HOME);
    assertThat(key.text("success")).isEqualTo("false");
    assertThat(key.text("code")).isEqualTo("DEADLINE");
    host.awaitState(1, "offline");
    // the other one does not notice
    Answer tv =
        host.post(
            "/host/remote/executeCommand",
            "{\"device_id\":\"device2\",\"command\":\"press_key\",\"params\":" + HOME + "}");
    assertThat(tv.text("success")).isEqualTo("true");
  }

  @Test
  void theDeviceFreezesDuringACommand() throws Exception {
    CompletableFuture<Answer> running = begin("43", 5);
    host.phone().fault(Fault.FREEZE);

    // the host connects it again, which ends the command, unless its time is over first
    Answer lost = running.get(30, TimeUnit.SECONDS);
    assertThat(lost.status()).isIn(503, 504);
    assertThat(lost.text("code")).isIn("DEVICE_OFFLINE", "DEADLINE");
    host.awaitState(1, "offline");
  }

  @Test
  void debiansClientUsesTheSameServer() throws IOException {
    String port = Integer.toString(host.client().get("/host/adb").json().path("port").asInt());
    String said =
        HostProcess.run("adb", "-P", port, "-s", host.phone().serial(), "shell", "echo", "there");
    assertThat(said.strip()).isEqualTo("there");
  }
}
