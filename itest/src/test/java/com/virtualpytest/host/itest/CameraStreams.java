package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The streams of the sources, as players read them. */
abstract class CameraStreams {
  private final CameraHost cameras;

  CameraStreams(CameraHost cameras) {
    this.cameras = cameras;
  }

  @Test
  void aBrowserPlaysTheStream(@TempDir Path folder) throws Exception {
    cameras.awaitPlaylist(3);
    try (Chromium browser = new Chromium(folder.resolve("profile"), "", "")) {
      browser.evaluate(Files.readString(Path.of("target/hls/hls.min.js")));
      URI playlist = cameras.client().uri("http", CameraHost.PLAYLIST);
      browser.evaluate(
          "window.video = document.createElement('video'); video.muted = true;"
              + "document.body.appendChild(video); window.hls = new Hls();"
              + "hls.loadSource('"
              + playlist
              + "'); hls.attachMedia(video);"
              + "hls.on(Hls.Events.MANIFEST_PARSED, () => video.play()); 0");
      browser.awaitTrue("video.currentTime > 0.5 && video.videoWidth === 320");
      browser.screenshot(Path.of("target/screenshots/hls.png"));
    }
  }

  @ParameterizedTest
  @CsvSource({"device1, capture1, 'h264 aac'", "host, capture, h264"})
  void anotherQualityBeginsAnew(String device, String folder, String codecs) throws Exception {
    String stream = "/host/stream/" + folder + "/segments/output.m3u8";
    cameras.awaitPlaylist(stream, 3);
    assertThat(restarted(device, "sd").text("message"))
        .isEqualTo("Stream restarted with SD quality");
    String playlist = cameras.awaitPlaylist(stream, 3).body();
    Matcher sequence = Pattern.compile("#EXT-X-MEDIA-SEQUENCE:(\\d+)").matcher(playlist);
    assertThat(sequence.find()).isTrue();
    assertThat(Integer.parseInt(sequence.group(1))).isLessThanOrEqualTo(10);
    String probe =
        HostProcess.run(
            "ffprobe",
            "-v",
            "error",
            "-show_entries",
            "stream=codec_name,width,height",
            "-of",
            "csv",
            cameras.client().uri("http", stream).toString());
    assertThat(probe).contains("h264,640,360").contains(codecs.split(" "));
    restarted(device, "low");
  }

  @Test
  void qualitiesAndDevicesThatAreNotThereAreNamed() {
    assertThat(restarted("device1", "4k").status()).isEqualTo(400);
    assertThat(restarted("device9", "sd").text("error")).isEqualTo("Device device9 not found");
  }

  private Answer restarted(String device, String quality) {
    String wish = "{\"device_id\":\"%s\",\"quality\":\"%s\"}".formatted(device, quality);
    return cameras.client().post("/host/system/restartHostStreamService", wish);
  }

  @Test
  void partsOfFilesAreServed() {
    cameras.awaitPlaylist(2);
    Answer part =
        cameras
            .client()
            .send(
                cameras
                    .client()
                    .request(CameraHost.STREAM + "segments/segment_000000000.ts")
                    .header("Range", "bytes=0-0"));
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("G");
    assertThat(part.header("Content-Range")).startsWith("bytes 0-0/");
    assertThat(part.header("Content-Type")).isEqualTo("video/mp2t");
    assertThat(part.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(part.header("Cache-Control")).contains("no-cache");
  }

  @Test
  void pagesOfOthersMayAskForFilesAndParts() {
    String file = CameraHost.STREAM + "segments/segment_000000000.ts";
    Answer stream = asked(cameras.client().request(file));
    assertThat(stream.header("Access-Control-Allow-Headers")).containsIgnoringCase("range");
    for (String path :
        List.of("/host/av/images", "/host/av/images/screenshot/verification_source.jpg")) {
      asked(cameras.client().keyed(path));
    }
  }

  private Answer asked(HttpRequest.Builder request) {
    Answer answer =
        cameras
            .client()
            .send(
                request
                    .method("OPTIONS", BodyPublishers.noBody())
                    .header("Origin", "https://pages.example.org")
                    .header("Access-Control-Request-Method", "GET"));
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(answer.header("Access-Control-Allow-Methods")).contains("GET");
    return answer;
  }
}
