package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.simulators.android.Fault;
import com.virtualpytest.host.simulators.android.device.Apk;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that fail on their way, installation's options, and how much one device may take. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class AdbLimitsIT {
  private static final String FILE = "/host/adb/files/device1?path=/sdcard/Download/some.bin";
  private static final String INSTALL = "/host/adb/files/device1/install";

  /** As many threads as the HTTP server has. */
  private static final int THREADS = 64;

  private static final int PER_DEVICE = 6;

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
  void clear() {
    host.phone().clearFaults();
    host.awaitState(1, "ready");
  }

  private Answer post(String path, byte[] body) {
    return host.client().send(host.client().keyed(path).POST(BodyPublishers.ofByteArray(body)));
  }

  private void push(int size) {
    HttpRequest.Builder put =
        host.client().keyed(FILE).PUT(BodyPublishers.ofByteArray(new byte[size]));
    assertThat(host.client().send(put).status()).isEqualTo(200);
  }

  @Test
  void aFileThatTheDeviceDoesNotHandOutIsAnsweredWithItsReason() {
    push(300_000);
    host.phone().fault(Fault.UNREADABLE_FILES);
    Answer refused = host.client().get(FILE);
    assertThat(refused.status()).isEqualTo(502);
    assertThat(refused.text("code")).isEqualTo("DEVICE_REFUSED");
    assertThat(refused.text("error")).endsWith(": Permission denied");
    assertThat(refused.text("device_id")).isEqualTo("device1");
  }

  @Test
  void aFileThatFailsOnItsWayIsNotTakenForAWholeOne() {
    push(3_000_000);
    host.phone().fault(Fault.HALF_FILES);
    assertThatThrownBy(
            () ->
                host.client()
                    .http()
                    .send(host.client().keyed(FILE).build(), BodyHandlers.ofByteArray()))
        .isInstanceOf(IOException.class);
    assertThat(host.client().get("/host/adb/files").json().path("transfers")).isEmpty();
  }

  @Test
  void installationTakesOptions() {
    byte[] apk = Apk.sample("org.example.options", "1.0");
    Answer wrong = post(INSTALL + "?downgrade=perhaps", apk);
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.text("error")).isEqualTo("downgrade must be true or false");
    Answer installed = post(INSTALL + "?test_only=true&grant_permissions=true&downgrade=true", apk);
    assertThat(installed.status()).as(installed.body()).isEqualTo(200);
    assertThat(host.phone().executed())
        .anyMatch(
            program ->
                program.size() == 7
                    && program
                        .subList(0, 6)
                        .equals(List.of("pm", "install", "-r", "-t", "-g", "-d")));
    assertThat(post(INSTALL + "?downgrade=false", apk).status()).isEqualTo(200);
    assertThat(host.phone().installed("org.example.options")).isTrue();
  }

  @Test
  void aFrozenDeviceDoesNotTakeTheThreadsOfAll() {
    host.phone().fault(Fault.FREEZE);
    HttpRequest request =
        host.client()
            .keyed("/host/adb/devices/device1/shell")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"argv\":[\"true\"],\"timeout\":40}"))
            .build();
    List<CompletableFuture<Answer>> answers =
        Stream.generate(
                () ->
                    host.client()
                        .http()
                        .sendAsync(request, BodyHandlers.ofString())
                        .thenApply(Answer::of))
            .limit(THREADS + PER_DEVICE)
            .toList();
    host.host()
        .awaitTrue(
            "as many as there are threads have ended, though the device is frozen",
            () -> answers.stream().filter(CompletableFuture::isDone).count() >= THREADS);
    // the host tries to connect anew meanwhile: calls that meet this find the device offline
    assertThat(answers.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join))
        .anySatisfy(refused -> assertThat(refused.text("code")).isEqualTo("LANE_FULL"))
        .allSatisfy(refused -> assertThat(refused.status()).isIn(429, 503));
    Answer other = host.post("/host/adb/devices/device2/shell", "{\"argv\":[\"true\"]}");
    assertThat(other.status()).as(other.body()).isEqualTo(200);
    host.phone().clearFaults();
    answers.forEach(CompletableFuture::join);
    host.awaitState(1, "ready");
    Answer again = host.post("/host/adb/devices/device1/shell", "{\"argv\":[\"true\"]}");
    assertThat(again.status()).as(again.body()).isEqualTo(200);
  }
}
