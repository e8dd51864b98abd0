package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Films that are made of pictures and sound. */
abstract class CameraRecordings {
  private final CameraHost cameras;

  CameraRecordings(CameraHost cameras) {
    this.cameras = cameras;
  }

  @Test
  void aRecordingIsAsLongAndLargeAsItWasAskedFor(@TempDir Path folder) throws Exception {
    JsonNode begun =
        cameras.post(
            "/host/av/startCapture",
            "{\"device_id\":\"host\",\"duration\":5,\"fps\":10,\"resolution\":\"640x360\",\"filename\":\"five\"}");
    assertThat(begun.path("session_id").asText()).startsWith("capture_");
    JsonNode again = cameras.post("/host/av/startCapture", "{\"device_id\":\"host\"}");
    assertThat(again.path("session_id")).isEqualTo(begun.path("session_id"));
    String recordings = "/host/av/recordings?device_id=host";
    Answer complete =
        cameras.host().awaitAnswer(recordings, answer -> answer.body().contains("\"complete\""));
    assertThat(complete.json().at("/recordings/0/duration").asDouble()).isEqualTo(5);
    Path film = folder.resolve("five.mp4");
    Files.write(film, cameras.bytes("/host/av/recordings/five.mp4"));
    String probe =
        HostProcess.run(
            "ffprobe",
            "-v",
            "error",
            "-show_entries",
            "stream=width,height,r_frame_rate,nb_frames,duration",
            "-of",
            "csv=p=0",
            film.toString());
    assertThat(probe.strip()).isEqualTo("640,360,10/1,5.000000,50");
    aPartIsServedAndTheFilmRemoved(Files.size(film));
    assertThat(
            cameras.client().post("/host/av/stopCapture", "{\"device_id\":\"host\"}").text("error"))
        .isEqualTo("Failed to stop video capture or no active capture session");
  }

  private void aPartIsServedAndTheFilmRemoved(long size) {
    String path = "/host/av/recordings/five.mp4";
    Answer part = cameras.client().send(cameras.client().keyed(path).header("Range", "bytes=4-7"));
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("ftyp");
    assertThat(part.header("Content-Range")).isEqualTo("bytes 4-7/" + size);
    Answer none =
        cameras.client().send(cameras.client().keyed(path).header("Range", "bytes=" + size + "-"));
    assertThat(none.status()).isEqualTo(416);
    assertThat(none.header("Content-Range")).isEqualTo("bytes */" + size);
    Answer head =
        cameras.client().send(cameras.client().keyed(path).method("HEAD", BodyPublishers.noBody()));
    assertThat(head.header("Content-Length")).isEqualTo(Long.toString(size));
    assertThat(cameras.client().send(cameras.client().keyed(path).DELETE()).status())
        .isEqualTo(200);
    assertThat(cameras.client().get(path).status()).isEqualTo(404);
  }

  @Test
  void whatIsHeardIsRecordedToo(@TempDir Path folder) throws Exception {
    cameras.awaitState("device1", "ready");
    await("sound")
        .atMost(CameraHost.PATIENCE)
        .until(
            () ->
                cameras
                    .post("/host/monitoring/latest-json", "{}")
                    .at("/json_data/audio")
                    .asBoolean());
    cameras.post("/host/av/startCapture", "{\"duration\":60,\"filename\":\"heard\"}");
    await("some of it").pollDelay(Duration.ofSeconds(2)).until(() -> true);
    JsonNode ended = cameras.post("/host/av/stopCapture", "{}");
    double seconds = ended.at("/recording/duration").asDouble();
    assertThat(seconds).isBetween(1.0, 30.0);
    Path film = folder.resolve("heard.mp4");
    Files.write(film, cameras.bytes("/host/av/recordings/heard.mp4"));
    String probe =
        HostProcess.run(
            "ffprobe",
            "-v",
            "error",
            "-show_entries",
            "stream=codec_name,duration",
            "-of",
            "csv=p=0",
            film.toString());
    assertThat(probe).startsWith("h264,").contains("aac,");
    double heard = Double.parseDouble(probe.substring(probe.indexOf("aac,") + 4).strip());
    assertThat(heard).isCloseTo(seconds, within(0.1));
    String silence =
        HostProcess.run(
            "ffmpeg",
            "-hide_banner",
            "-nostdin",
            "-i",
            film.toString(),
            "-af",
            "silencedetect=noise=-50dB:d=0.3",
            "-vn",
            "-f",
            "null",
            "-");
    assertThat(silence).doesNotContain("silence_start");
  }
}
