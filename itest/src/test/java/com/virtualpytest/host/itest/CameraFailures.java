package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What captures do when something goes wrong, and what is told of it. */
abstract class CameraFailures {
  private final CameraHost cameras;

  CameraFailures(CameraHost cameras) {
    this.cameras = cameras;
  }

  @Test
  void whatEndsOrHangsIsStartedAnew() throws Exception {
    for (String signal : List.of("KILL", "STOP")) {
      cameras.awaitState("device1", "ready");
      long before = cameras.ffmpeg("device1");
      HostProcess.signal(signal, ProcessHandle.of(before).orElseThrow());
      await(signal)
          .atMost(CameraHost.PATIENCE)
          .until(() -> cameras.ffmpeg("device1") != before && cameras.ffmpeg("device1") != 0);
      cameras.awaitState("device1", "ready");
      assertThat(ProcessHandle.of(before).map(ProcessHandle::isAlive).orElse(false)).isFalse();
    }
  }

  @Test
  void aSourceThatGoesIsOfflineUntilItIsBack() throws Exception {
    Path away = cameras.clip().resolveSibling("away.mp4");
    Files.move(cameras.clip(), away);
    cameras.awaitState("device2", "offline");
    await("no old picture is taken for a new one")
        .atMost(CameraHost.PATIENCE)
        .until(
            () ->
                cameras
                        .client()
                        .post("/host/av/takeScreenshot", "{\"device_id\":\"device2\"}")
                        .status()
                    == 500);
    assertWithoutPictures();
    Files.move(away, cameras.clip());
    cameras.awaitState("device2", "ready");
  }

  private void assertWithoutPictures() {
    assertFails(
        "/host/av/takeScreenshot",
        "",
        "Failed to take temporary screenshot - controller returned None");
    assertFails(
        "/host/av/saveScreenshot",
        "\"filename\":\"home\",\"userinterface_name\":\"tv\",",
        "Failed to take screenshot");
    assertFails(
        "/host/system/restartHostStreamService",
        "\"quality\":\"low\",",
        "Failed to restart stream service");
    JsonNode answer = cameras.client().get("/host/av/status?device_id=device2").json();
    assertThat(answer.path("success").asBoolean()).isTrue();
    JsonNode status = answer.path("status");
    assertThat(status.path("success").asBoolean(true)).isFalse();
    assertThat(status.path("service_status").asText()).isEqualTo("error");
    assertThat(status.at("/service_details/activestate").asText()).isEqualTo("failed");
    assertThat(status.at("/service_details/substate").asText()).isEqualTo("offline");
    assertThat(status.path("error").asText()).contains("clip.mp4 is not there");
  }

  private void assertFails(String path, String fields, String error) {
    Answer answer = cameras.client().post(path, "{" + fields + "\"device_id\":\"device2\"}");
    assertThat(answer.status()).as(path).isEqualTo(500);
    assertThat(answer.text("error")).isEqualTo(error);
  }

  @Test
  void aDisplayThatIsLostIsFoundAgain() throws Exception {
    cameras.awaitState("host", "ready");
    long xvfb = cameras.xvfb();
    long capture = cameras.ffmpeg("host");
    ProcessHandle.of(xvfb).orElseThrow().destroyForcibly();
    await("another display and another capture")
        .atMost(CameraHost.PATIENCE)
        .until(
            () ->
                !Set.of(0L, xvfb).contains(cameras.xvfb())
                    && !Set.of(0L, capture).contains(cameras.ffmpeg("host")));
    cameras.awaitState("host", "ready");
    Answer picture = cameras.client().get("/host/av/host/snapshot.jpg");
    assertThat(Long.parseLong(picture.header("X-Picture-Age-Ms"))).isLessThan(30_000);
  }
}
