package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes on while the camera's bundle is updated, with its new files in memory. */
class CameraSwapIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String PLAYLIST = "/host/stream/capture1/segments/output.m3u8";
  private static final String BUNDLE = "bundle-camera-1.1.0-SNAPSHOT.jar";

  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final AtomicBoolean done = new AtomicBoolean();

  @Test
  void aRecordingBecomesAFileAndTheStreamIsReadOn(@TempDir Path folder) throws Exception {
    HostLaunch launch =
        HostLaunch.in(folder)
            .env("DEVICE1_NAME", "Phone")
            .env("DEVICE1_MODEL", "stb")
            .env("DEVICE1_VIDEO", "lavfi:testsrc2=size=320x180:rate=10")
            .env("STREAM_HOT_PATH", null);
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
      Path hot = hot(capture);
      host.awaitStatus(PLAYLIST, 200);
      CompletableFuture<Integer> reader =
          CompletableFuture.supplyAsync(() -> read(client, hot.resolve("captures")));
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
      done.set(true);
      await("the reader's end").atMost(PATIENCE).until(reader::isDone);
      assertThat(failures).isEmpty();
      assertThat(reader.get()).isPositive();

      host.signal("TERM");
      assertThat(host.awaitExit()).isZero();
      assertThat(hot.startsWith("/dev/shm") && Files.exists(hot))
          .as("memory is given back")
          .isFalse();
    }
  }

  /** Where it writes what is new. */
  private static Path hot(long capture) throws IOException {
    String arguments = Files.readString(Path.of("/proc/" + capture + "/cmdline"));
    Matcher stills = Pattern.compile("\\](/[^|]+)/captures/capture_").matcher(arguments);
    assertThat(stills.find()).as(arguments).isTrue();
    return Path.of(stills.group(1));
  }

  /** Reads the stream and stills, again and again; how often. */
  private int read(Client client, Path stills) {
    int rounds = 0;
    while (!done.get()) {
      String playlist = fetch(client, PLAYLIST);
      String segment = playlist.lines().filter(line -> line.endsWith(".ts")).toList().get(0);
      fetch(client, PLAYLIST.replace("output.m3u8", segment));
      String[] newest = stills.toFile().list((folder, name) -> name.endsWith(".jpg"));
      Arrays.sort(newest);
      fetch(client, "/host/stream/capture1/captures/" + newest[newest.length - 1]);
      rounds++;
    }
    return rounds;
  }

  private String fetch(Client client, String path) {
    try {
      Answer answer = client.getWithoutKey(path);
      if (answer.status() != 200) {
        failures.add(path + " " + answer.status() + " " + answer.body());
      }
      return answer.body();
    } catch (UncheckedIOException e) {
      failures.add(path + " " + e.getMessage());
      throw e;
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
