package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Pictures through the packed host: of a test pattern, of the display, and of a file. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CameraIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String STREAM = "/host/stream/capture1/";
  private static final String PLAYLIST = STREAM + "segments/output.m3u8";

  private Path clip;
  private HostProcess host;
  private Client client;

  @BeforeAll
  void boot(@TempDir Path folder) throws IOException {
    clip = folder.resolve("clip.mp4");
    HostProcess.run(
        "ffmpeg",
        "-loglevel",
        "error",
        "-f",
        "lavfi",
        "-i",
        "testsrc=size=320x180:rate=10:d=4",
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        clip.toString());
    HostLaunch launch = HostLaunch.in(folder).withDisplay();
    host =
        launch
            .env("HOST_VIDEO_SOURCE", launch.env("HOST_DISPLAY"))
            .env("DEVICE1_NAME", "Phone")
            .env("DEVICE1_MODEL", "stb")
            .env("DEVICE1_VIDEO", "lavfi:testsrc2=size=640x360:rate=10[out0];sine[out1]")
            .env("DEVICE2_NAME", "Film")
            .env("DEVICE2_MODEL", "tizen")
            .env("DEVICE2_VIDEO", clip.toString())
            .startAndAwaitReady();
    client = host.client();
    for (String device : List.of("host", "device1", "device2")) {
      awaitState(device, "ready");
    }
  }

  @AfterAll
  void stop() {
    host.close();
  }

  private String state(String device) {
    for (JsonNode each : client.get("/host/devices").json().path("devices")) {
      if (each.path("device_id").asText().equals(device)) {
        return each.at("/controllers/av/status/state").asText();
      }
    }
    return "";
  }

  private void awaitState(String device, String state) {
    await(device + " is " + state).atMost(PATIENCE).until(() -> state(device).equals(state));
  }

  private JsonNode post(String path, String json) {
    return client.post(path, json).json();
  }

  private byte[] bytes(String path) throws IOException, InterruptedException {
    return client.http().send(client.keyed(path).build(), BodyHandlers.ofByteArray()).body();
  }

  private BufferedImage picture(String path) throws IOException, InterruptedException {
    return ImageIO.read(new ByteArrayInputStream(bytes(path)));
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  private Answer awaitPlaylist(int segments) {
    return await("a playlist of " + segments + " segments")
        .atMost(PATIENCE)
        .until(
            () -> client.getWithoutKey(PLAYLIST),
            answer -> answer.status() == 200 && count(answer.body(), "#EXTINF") >= segments);
  }

  private long ffmpeg(String device) {
    JsonNode all =
        Answer.parse(
            client
                .send(client.keyed("/host/system/processes").header("Accept", "application/json"))
                .body());
    for (JsonNode process : all.path("processes")) {
      if (process.path("name").asText().equals(device + "-ffmpeg")) {
        return process.path("pid").asLong();
      }
    }
    return 0;
  }

  @Test
  void theNewestPicturesAreServed() throws Exception {
    for (String device : List.of("host", "device1", "device2")) {
      BufferedImage picture = picture("/host/av/" + device + "/snapshot.jpg");
      assertThat(picture.getWidth() + "x" + picture.getHeight()).isEqualTo("1280x720");
    }
    Answer head = client.get("/host/av/device1/snapshot.jpg");
    assertThat(Long.parseLong(head.header("X-Picture-Age-Ms"))).isLessThan(10_000);
    String name =
        client
            .post("/host/monitoring/listCaptures", "{}")
            .json()
            .at("/captures/0/filename")
            .asText();
    assertThat(picture(STREAM + "captures/" + name).getWidth()).isEqualTo(1280);
    String small = name.replace(".jpg", "_thumbnail.jpg");
    await()
        .atMost(PATIENCE)
        .until(() -> client.get(STREAM + "thumbnails/" + small).status() == 200);
    assertThat(picture(STREAM + "thumbnails/" + small).getWidth()).isEqualTo(320);
  }

  @Test
  void aBrowserPlaysTheStream(@TempDir Path folder) throws Exception {
    awaitPlaylist(3);
    try (Chromium browser = new Chromium(folder.resolve("profile"), "", "")) {
      browser.evaluate(Files.readString(Path.of("target/hls/hls.min.js")));
      URI playlist = client.uri("http", PLAYLIST);
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

  @Test
  void anotherQualityBeginsAnew() throws Exception {
    awaitPlaylist(3);
    Answer answer = client.post("/host/system/restartHostStreamService", "{\"quality\":\"sd\"}");
    assertThat(answer.json().path("message").asText())
        .isEqualTo("Stream restarted with SD quality");
    String playlist = awaitPlaylist(3).body();
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
            client.uri("http", PLAYLIST).toString());
    assertThat(probe).contains("h264,640,360").contains("aac");
    client.post("/host/system/restartHostStreamService", "{\"quality\":\"low\"}");
    assertThat(
            client.post("/host/system/restartHostStreamService", "{\"quality\":\"4k\"}").status())
        .isEqualTo(400);
    assertThat(
            client
                .post("/host/system/restartHostStreamService", "{\"device_id\":\"device9\"}")
                .text("error"))
        .isEqualTo("Device device9 not found");
  }

  @Test
  void aRecordingIsAsLongAndLargeAsItWasAskedFor(@TempDir Path folder) throws Exception {
    JsonNode begun =
        post(
            "/host/av/startCapture",
            "{\"device_id\":\"host\",\"duration\":5,\"fps\":10,\"resolution\":\"640x360\",\"filename\":\"five\"}");
    assertThat(begun.path("session_id").asText()).startsWith("capture_");
    JsonNode again = post("/host/av/startCapture", "{\"device_id\":\"host\"}");
    assertThat(again.path("session_id")).isEqualTo(begun.path("session_id"));
    String recordings = "/host/av/recordings?device_id=host";
    Answer complete =
        host.awaitAnswer(recordings, answer -> answer.body().contains("\"complete\""));
    assertThat(complete.json().at("/recordings/0/duration").asDouble()).isEqualTo(5);
    Path film = folder.resolve("five.mp4");
    Files.write(film, bytes("/host/av/recordings/five.mp4"));
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
    assertThat(client.post("/host/av/stopCapture", "{\"device_id\":\"host\"}").text("error"))
        .isEqualTo("Failed to stop video capture or no active capture session");
  }

  @Test
  void whatEndsOrHangsIsStartedAnew() throws Exception {
    for (String signal : List.of("KILL", "STOP")) {
      awaitState("device1", "ready");
      long before = ffmpeg("device1");
      HostProcess.signal(signal, ProcessHandle.of(before).orElseThrow());
      await(signal)
          .atMost(PATIENCE)
          .until(() -> ffmpeg("device1") != before && ffmpeg("device1") != 0);
      awaitState("device1", "ready");
      assertThat(ProcessHandle.of(before).map(ProcessHandle::isAlive).orElse(false)).isFalse();
    }
  }

  @Test
  void aSourceThatGoesIsOfflineUntilItIsBack() throws Exception {
    Path away = clip.resolveSibling("away.mp4");
    Files.move(clip, away);
    awaitState("device2", "offline");
    await("no old picture is taken for a new one")
        .atMost(PATIENCE)
        .until(
            () ->
                client.post("/host/av/takeScreenshot", "{\"device_id\":\"device2\"}").status()
                    == 500);
    Files.move(away, clip);
    awaitState("device2", "ready");
  }

  @Test
  void viewersGetPicturesAsTheyCome() throws Exception {
    try (InputStream live =
        client
            .http()
            .send(client.keyed("/host/av/device1/live.mjpeg").build(), BodyHandlers.ofInputStream())
            .body()) {
      StringBuilder seen = new StringBuilder();
      byte[] buffer = new byte[8192];
      while (count(seen.toString(), "--picture") < 4) {
        int got = live.read(buffer);
        assertThat(got).isPositive();
        seen.append(new String(buffer, 0, got, StandardCharsets.ISO_8859_1));
      }
    }
  }

  @Test
  void whatIsFoundInPicturesIsTold() {
    Answer latest =
        await("a finding")
            .atMost(PATIENCE)
            .until(
                () -> client.post("/host/monitoring/latest-json", "{}"),
                answer -> answer.json().path("success").asBoolean());
    JsonNode found = latest.json().path("json_data");
    assertThat(latest.text("filename")).matches("capture_\\d{9}\\.json");
    assertThat(found.path("blackscreen").asBoolean()).isFalse();
    assertThat(found.path("freeze").asBoolean()).isFalse();
    // the display stands still
    await("a freeze")
        .atMost(PATIENCE)
        .until(
            () ->
                post("/host/monitoring/latest-json", "{\"device_id\":\"host\"}")
                    .at("/json_data/freeze")
                    .asBoolean());
    await("sound")
        .atMost(PATIENCE)
        .until(() -> post("/host/monitoring/latest-json", "{}").at("/json_data/audio").asBoolean());
    JsonNode events = post("/host/monitoring/live-events", "{\"device_id\":\"host\"}");
    assertThat(events.path("count").asInt()).isEqualTo(events.path("events").size());
  }

  @Test
  void routesAnswerAsTheirClientsKnow() {
    awaitState("device1", "ready");
    JsonNode status = client.get("/host/av/status?device_id=device1").json().path("status");
    assertThat(status.path("controller_type").asText()).isEqualTo("av");
    assertThat(client.get("/host/av/getStreamUrl?device_id=device1").text("stream_url"))
        .endsWith(PLAYLIST);
    assertThat(post("/host/av/connect", "{}").path("connected").asBoolean()).isTrue();
    assertThat(post("/host/av/disconnect", "{}").path("streaming").asBoolean()).isFalse();
    assertThat(post("/host/av/takeControl", "{}").path("status").asText())
        .isEqualTo("stream_ready");
    JsonNode shot = post("/host/av/takeScreenshot", "{}");
    assertThat(shot.path("screenshot_url").asText())
        .endsWith(STREAM + "captures/verification_source.jpg");
    assertThat(client.getWithoutKey(STREAM + "captures/verification_source.jpg").status())
        .isEqualTo(200);
    JsonNode saved =
        post("/host/av/saveScreenshot", "{\"filename\":\"home\",\"userinterface_name\":\"tv\"}");
    assertThat(
            client
                .getWithoutKey(URI.create(saved.path("screenshot_url").asText()).getPath())
                .status())
        .isEqualTo(200);
    assertThat(client.post("/host/av/saveScreenshot", "{}").text("error"))
        .isEqualTo("Filename is required for saving screenshot");
    assertThat(client.post("/host/av/getSegmentCapture", "{}").text("error"))
        .isEqualTo("segment_number is required");
    Answer none = client.post("/host/av/getSegmentCapture", "{\"segment_number\":99999}");
    assertThat(none.status()).isEqualTo(500);
    assertThat(none.json().at("/debug/capture_number").asLong()).isEqualTo(499_995);
    assertThat(client.post("/host/av/takeScreenshot", "{\"device_id\":\"zzz\"}").status())
        .isEqualTo(404);
    JsonNode usage = client.get("/host/monitoring/disk-usage?capture_dir=capture1").json();
    assertThat(usage.at("/summary/captures_analyzed").asInt()).isEqualTo(1);
    assertThat(client.get("/host/health").json().at("/services/ffmpeg").asText()).isNotEmpty();
  }

  @Test
  void partsOfFilesAreServed() {
    awaitPlaylist(2);
    Answer part =
        client.send(
            client.request(STREAM + "segments/segment_000000000.ts").header("Range", "bytes=0-0"));
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("G");
    assertThat(part.header("Content-Range")).startsWith("bytes 0-0/");
    assertThat(part.header("Content-Type")).isEqualTo("video/mp2t");
    assertThat(part.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(part.header("Cache-Control")).contains("no-cache");
  }

  @Test
  void nothingOutsideOfTheFoldersIsRead() throws Exception {
    Path folder = host.dataFolder().resolve("stream/capture1/captures");
    Files.createSymbolicLink(folder.resolve("out.jpg"), Path.of("/etc/passwd"));
    Path secret = Files.writeString(host.dataFolder().resolve("secret.json"), "root:");
    for (String path :
        List.of(
            "captures/../../../secret.json",
            "captures/%2e%2e/%2e%2e/%2e%2e/secret.json",
            "captures/..%2f..%2f..%2fsecret.json",
            "captures//etc/passwd",
            "captures/%00",
            "captures/out.jpg",
            "captures",
            "captures/",
            "recordings/.five.json",
            "")) {
      for (String route : List.of(STREAM, "/host/av/recordings/", "/host/av/images/screenshot/")) {
        String answer =
            client.raw(
                "GET "
                    + route
                    + path
                    + " HTTP/1.1\r\nHost: x\r\nX-API-Key: "
                    + HostLaunch.KEY
                    + "\r\nConnection: close\r\n\r\n");
        assertThat(answer).as(route + path).containsPattern("^HTTP/1.1 (400|404|200)");
        assertThat(answer).as(route + path).doesNotContain("root:");
        if (!path.isEmpty() && !route.contains("recordings")) {
          assertThat(answer).as(route + path).containsPattern("^HTTP/1.1 (400|404)");
        }
      }
    }
    for (String path :
        List.of(
            "/etc/passwd",
            secret.toString(),
            folder + "/../../../secret.json",
            folder + "/out.jpg",
            "captures/out.jpg",
            host.dataFolder() + "/streamx/a.jpg",
            "")) {
      Answer answer = client.get("/host/av/images?path=" + path);
      assertThat(answer.status()).as(path).isIn(400, 404);
      assertThat(answer.body()).doesNotContain("root:");
    }
    assertThat(client.get("/host/monitoring/disk-usage?capture_dir=../..").status()).isEqualTo(404);
    assertThat(client.get("/host/monitoring/disk-usage?capture_dir=/etc").status()).isEqualTo(404);
  }

  @Test
  void namesOfSourcesAreToldAndWhatThereIs() {
    for (JsonNode device : client.get("/host/devices").json().path("devices")) {
      String driver = device.at("/controllers/av/driver").asText();
      assertThat(driver)
          .isEqualTo(
              switch (device.path("device_id").asText()) {
                case "host" -> "vnc_stream";
                case "device1" -> "hdmi_stream";
                default -> "camera_stream";
              });
    }
    assertThat(client.get("/host/av/sources").json().path("displays").size()).isPositive();
  }
}
