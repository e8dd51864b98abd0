package com.virtualpytest.host.itest;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.virtualpytest.host.simulators.camera.VirtualCamera;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/**
 * A host with sources of all kinds that need no hardware: its display, a test pattern with sound
 * (device1), a film (device2), a network camera (device3), and the stream of device1 as others see
 * it (device4).
 */
final class CameraHost implements AutoCloseable {
  static final String PASSWORD = "s3cret-4711";
  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final String STREAM = "/host/stream/capture1/";
  static final String PLAYLIST = STREAM + "segments/output.m3u8";
  static final List<String> DEVICES = List.of("host", "device1", "device2", "device3", "device4");

  private final Path clip;
  private final VirtualCamera camera;
  private final HostProcess host;

  CameraHost(Path folder) throws IOException {
    clip = folder.resolve("clip.mp4");
    String pattern = "testsrc=size=320x180:rate=10:d=4";
    ffmpeg(
        "-f", "lavfi", "-i", pattern, "-c:v", "libx264", "-preset", "ultrafast", clip.toString());
    camera = new VirtualCamera(0, PASSWORD);
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
            .env("DEVICE3_NAME", "Camera")
            .env("DEVICE3_MODEL", "tizen")
            .env("DEVICE3_VIDEO", camera.address())
            .env("DEVICE4_NAME", "Relay")
            .env("DEVICE4_MODEL", "stb")
            .env("DEVICE4_VIDEO", "http://127.0.0.1:" + launch.env("HOST_PORT") + PLAYLIST)
            .startAndAwaitReady();
  }

  static void ffmpeg(String... arguments) throws IOException {
    List<String> command = new java.util.ArrayList<>(List.of("ffmpeg", "-loglevel", "error", "-y"));
    command.addAll(List.of(arguments));
    HostProcess.run(command.toArray(String[]::new));
  }

  HostProcess host() {
    return host;
  }

  Client client() {
    return host.client();
  }

  /** The film of device2. */
  Path clip() {
    return clip;
  }

  /** What is told of the pictures of a device; nothing while it is not there yet. */
  static JsonNode av(Client client, String device) {
    for (JsonNode each : client.get("/host/devices").json().path("devices")) {
      if (each.path("device_id").asText().equals(device)) {
        return each.at("/controllers/av/status");
      }
    }
    return MissingNode.getInstance();
  }

  JsonNode status(String device) {
    return av(client(), device);
  }

  void awaitState(String device, String state) {
    awaitState(host, device, state);
  }

  static JsonNode awaitState(HostProcess host, String device, String state) {
    host.awaitTrue(
        device + " is " + state,
        () -> av(host.client(), device).path("state").asText().equals(state));
    return av(host.client(), device);
  }

  JsonNode post(String path, String json) {
    return client().post(path, json).json();
  }

  byte[] bytes(String path) throws IOException, InterruptedException {
    return client().http().send(client().keyed(path).build(), BodyHandlers.ofByteArray()).body();
  }

  BufferedImage picture(String path) throws IOException, InterruptedException {
    return ImageIO.read(new ByteArrayInputStream(bytes(path)));
  }

  static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  /** Waits for the stream of device1. */
  Answer awaitPlaylist(int segments) {
    return awaitPlaylist(PLAYLIST, segments);
  }

  Answer awaitPlaylist(String playlist, int segments) {
    return await("a playlist of " + segments + " segments")
        .atMost(PATIENCE)
        .until(
            () -> client().getWithoutKey(playlist),
            answer -> answer.status() == 200 && count(answer.body(), "#EXTINF") >= segments);
  }

  /** The display; 0 while there is none. */
  long xvfb() {
    return client().get("/host/display/processes/xvfb").json().at("/process/pid").asLong();
  }

  /** The process that captures a device; 0 while none does. */
  long ffmpeg(String device) {
    JsonNode all =
        Answer.parse(
            client()
                .send(client().keyed("/host/system/processes").header("Accept", "application/json"))
                .body());
    for (JsonNode process : all.path("processes")) {
      if (process.path("name").asText().equals(device + "-ffmpeg")) {
        return process.path("pid").asLong();
      }
    }
    return 0;
  }

  @Override
  public void close() {
    host.close();
    camera.close();
  }
}
