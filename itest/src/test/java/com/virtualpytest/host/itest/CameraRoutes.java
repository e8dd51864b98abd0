package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The routes as servers and pages know them. */
abstract class CameraRoutes {
  private final CameraHost cameras;

  CameraRoutes(CameraHost cameras) {
    this.cameras = cameras;
  }

  @Test
  void whatIsFoundInPicturesIsTold() {
    Answer latest =
        await("a finding")
            .atMost(CameraHost.PATIENCE)
            .until(
                () -> cameras.client().post("/host/monitoring/latest-json", "{}"),
                answer -> answer.json().path("success").asBoolean());
    JsonNode found = latest.json().path("json_data");
    assertThat(latest.text("filename")).matches("capture_\\d{9}\\.json");
    assertThat(found.path("blackscreen").asBoolean()).isFalse();
    assertThat(found.path("freeze").asBoolean()).isFalse();
    // the display stands still
    await("a freeze")
        .atMost(CameraHost.PATIENCE)
        .until(
            () ->
                cameras
                    .post("/host/monitoring/latest-json", "{\"device_id\":\"host\"}")
                    .at("/json_data/freeze")
                    .asBoolean());
    await("sound")
        .atMost(CameraHost.PATIENCE)
        .until(
            () ->
                cameras
                    .post("/host/monitoring/latest-json", "{}")
                    .at("/json_data/audio")
                    .asBoolean());
    JsonNode events = cameras.post("/host/monitoring/live-events", "{\"device_id\":\"host\"}");
    assertThat(events.path("count").asInt()).isEqualTo(events.path("events").size());
    assertThat(events.path("events"))
        .extracting(event -> event.path("event_type").asText())
        .contains("freeze");
  }

  @Test
  void routesAnswerAsTheirClientsKnow() {
    cameras.awaitState("device1", "ready");
    JsonNode status =
        cameras.client().get("/host/av/status?device_id=device1").json().path("status");
    assertThat(status.path("controller_type").asText()).isEqualTo("av");
    assertThat(cameras.client().get("/host/av/getStreamUrl?device_id=device1").text("stream_url"))
        .endsWith(CameraHost.PLAYLIST);
    assertThat(cameras.post("/host/av/connect", "{}").path("connected").asBoolean()).isTrue();
    assertThat(cameras.post("/host/av/disconnect", "{}").path("streaming").asBoolean()).isFalse();
    assertThat(cameras.post("/host/av/takeControl", "{}").path("status").asText())
        .isEqualTo("stream_ready");
    JsonNode shot = cameras.post("/host/av/takeScreenshot", "{}");
    assertThat(shot.path("screenshot_url").asText())
        .endsWith(CameraHost.STREAM + "captures/verification_source.jpg");
    assertThat(
            cameras
                .client()
                .getWithoutKey(CameraHost.STREAM + "captures/verification_source.jpg")
                .status())
        .isEqualTo(200);
    JsonNode saved =
        cameras.post(
            "/host/av/saveScreenshot", "{\"filename\":\"home\",\"userinterface_name\":\"tv\"}");
    assertThat(
            cameras
                .client()
                .getWithoutKey(URI.create(saved.path("screenshot_url").asText()).getPath())
                .status())
        .isEqualTo(200);
    assertThat(cameras.client().post("/host/av/saveScreenshot", "{}").text("error"))
        .isEqualTo("Filename is required for saving screenshot");
    assertThat(cameras.client().post("/host/av/getSegmentCapture", "{}").text("error"))
        .isEqualTo("segment_number is required");
    Answer none = cameras.client().post("/host/av/getSegmentCapture", "{\"segment_number\":99999}");
    assertThat(none.status()).isEqualTo(500);
    assertThat(none.json().at("/debug/capture_number").asLong()).isEqualTo(499_995);
    assertThat(cameras.client().post("/host/av/takeScreenshot", "{\"device_id\":\"zzz\"}").status())
        .isEqualTo(404);
    JsonNode usage =
        cameras.client().get("/host/monitoring/disk-usage?capture_dir=capture1").json();
    assertThat(usage.at("/summary/captures_analyzed").asInt()).isEqualTo(1);
    assertThat(cameras.client().get("/host/health").json().at("/services/ffmpeg").asText())
        .isNotEmpty();
  }

  @Test
  void theStillOfASegmentIsOfTheRunThatTheSegmentIsOf() throws Exception {
    cameras.awaitState("device1", "ready");
    Path still =
        Files.write(
            cameras.host().dataFolder().resolve("stream/capture1/captures/capture_000499990.jpg"),
            cameras.bytes("/host/av/device1/snapshot.jpg"));
    Files.setLastModifiedTime(still, FileTime.from(Instant.now().minusSeconds(7200)));
    String wanted = "{\"segment_number\":99998}";
    assertThat(cameras.client().post("/host/av/getSegmentCapture", wanted).status()).isEqualTo(500);

    Files.setLastModifiedTime(still, FileTime.from(Instant.now()));
    JsonNode found = cameras.post("/host/av/getSegmentCapture", wanted);
    assertThat(found.path("capture_number").asInt()).isEqualTo(499_990);
  }

  @Test
  void namesOfSourcesAreToldAndWhatThereIs() {
    for (JsonNode device : cameras.client().get("/host/devices").json().path("devices")) {
      String driver = device.at("/controllers/av/driver").asText();
      assertThat(driver)
          .isEqualTo(
              switch (device.path("device_id").asText()) {
                case "host" -> "vnc_stream";
                case "device1", "device4" -> "hdmi_stream";
                default -> "camera_stream";
              });
    }
    assertThat(cameras.client().get("/host/av/sources").json().path("displays").size())
        .isPositive();
  }

  @Test
  void whatIsCapturedIsNotedForScripts() throws Exception {
    cameras.awaitState("device1", "ready");
    Path stream = cameras.host().dataFolder().resolve("stream");
    String line = stream.resolve("capture1") + "," + cameras.ffmpeg("device1") + ",";
    await("a line for each source")
        .atMost(CameraHost.PATIENCE)
        .until(() -> Files.readString(stream.resolve("active_captures.conf")).contains(line));
  }
}
