package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording that runs while the camera's bundle is updated. */
class CameraSwapIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String BUNDLE = "bundle-camera-1.1.0-SNAPSHOT.jar";

  @Test
  void itBecomesAWholeFileAsFarAsItGot(@TempDir Path folder) throws Exception {
    HostLaunch launch =
        HostLaunch.in(folder)
            .env("DEVICE1_NAME", "Phone")
            .env("DEVICE1_MODEL", "stb")
            .env("DEVICE1_VIDEO", "lavfi:testsrc2=size=320x180:rate=10");
    try (HostProcess host = launch.startAndAwaitReady()) {
      Client client = host.client();
      await("a recording")
          .atMost(PATIENCE)
          .until(
              () ->
                  client
                      .post(
                          "/host/av/startCapture",
                          "{\"device_id\":\"device1\",\"duration\":120,\"filename\":\"long\"}")
                      .json()
                      .path("success")
                      .asBoolean());
      long capture = ffmpeg(client);
      byte[] original = Files.readAllBytes(host.home().resolve("deploy").resolve(BUNDLE));

      DropFolder.of(host.dataFolder())
          .put(BUNDLE, JarChange.of(original).entry("next", new byte[0]).bytes());

      Answer complete =
          host.awaitAnswer(
              "/host/av/recordings?device_id=device1",
              answer -> answer.status() == 200 && answer.body().contains("\"complete\""));
      double length = complete.json().at("/recordings/0/duration").asDouble();
      assertThat(length).isPositive().isLessThan(120);
      assertThat(probed(client, folder)).isGreaterThan(0);
      assertThat(ffmpeg(client)).as("the capture goes on").isEqualTo(capture);
    }
  }

  /** The process that captures. */
  private static long ffmpeg(Client client) {
    JsonNode all =
        Answer.parse(
            client
                .send(client.keyed("/host/system/processes").header("Accept", "application/json"))
                .body());
    for (JsonNode process : all.path("processes")) {
      if (process.path("name").asText().equals("device1-ffmpeg")) {
        return process.path("pid").asLong();
      }
    }
    throw new AssertionError(all.toString());
  }

  /** How many pictures ffprobe counts. */
  private static int probed(Client client, Path folder) throws Exception {
    Path film = folder.resolve("long.mp4");
    client
        .http()
        .send(
            client.keyed("/host/av/recordings/long.mp4?device_id=device1").build(),
            BodyHandlers.ofFile(film));
    String counted =
        HostProcess.run(
            "ffprobe",
            "-v",
            "error",
            "-show_entries",
            "stream=nb_frames",
            "-of",
            "csv=p=0",
            film.toString());
    return Integer.parseInt(counted.strip());
  }
}
