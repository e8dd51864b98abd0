package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The newest pictures and live views. */
abstract class CameraPictures {
  private final CameraHost cameras;

  CameraPictures(CameraHost cameras) {
    this.cameras = cameras;
  }

  @Test
  void theNewestPicturesAreServed() throws Exception {
    for (String device : CameraHost.DEVICES) {
      cameras.awaitState(device, "ready");
      BufferedImage picture = cameras.picture("/host/av/" + device + "/snapshot.jpg");
      assertThat(picture.getWidth() + "x" + picture.getHeight()).isEqualTo("1280x720");
    }
    Answer head = cameras.client().get("/host/av/device1/snapshot.jpg");
    assertThat(Long.parseLong(head.header("X-Picture-Age-Ms"))).isLessThan(10_000);
  }

  @ParameterizedTest
  @CsvSource({"device1, capture1", "host, capture"})
  void picturesAreFiles(String device, String folder) throws Exception {
    cameras.awaitState(device, "ready");
    String stream = "/host/stream/" + folder + "/";
    String name =
        cameras
            .post("/host/monitoring/listCaptures", "{\"device_id\":\"" + device + "\"}")
            .at("/captures/0/filename")
            .asText();
    assertThat(cameras.picture(stream + "captures/" + name).getWidth()).isEqualTo(1280);
    String small = name.replace(".jpg", "_thumbnail.jpg");
    await()
        .atMost(CameraHost.PATIENCE)
        .until(() -> cameras.client().get(stream + "thumbnails/" + small).status() == 200);
    assertThat(cameras.picture(stream + "thumbnails/" + small).getWidth()).isEqualTo(320);
  }

  @Test
  void pagesOfOthersAreWatchedAndTheirPasswordIsNowhere() throws Exception {
    cameras.awaitState("device3", "ready");
    Color middle = new Color(cameras.picture("/host/av/device3/snapshot.jpg").getRGB(640, 60));
    assertThat(middle.getRed()).isGreaterThan(200);
    assertThat(middle.getBlue()).isLessThan(60);
    ProcessHandle capture = ProcessHandle.of(cameras.ffmpeg("device3")).orElseThrow();
    assertThat(arguments(capture)).contains("ffmpeg").doesNotContain(CameraHost.PASSWORD);
    Path address = cameras.host().dataFolder().resolve("camera/capture3.ffconcat");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(address)))
        .isEqualTo("rw-------");
    for (String route : List.of("/host/devices", "/host/av/status?device_id=device3")) {
      assertThat(cameras.client().get(route).body()).doesNotContain(CameraHost.PASSWORD);
    }
    assertThat(cameras.host().output()).doesNotContain(CameraHost.PASSWORD);
  }

  @Test
  void whoAsksWhatALiveViewIsGetsNoPicturesAndAnEnd() throws Exception {
    cameras.awaitState("device1", "ready");
    String head = "HEAD /host/av/%s/live.mjpeg HTTP/1.1\r\nHost: x\r\nX-API-Key: %s\r\n";
    String end = "Connection: close\r\n\r\n";
    String answer = cameras.client().raw(head.formatted("device1", HostLaunch.KEY) + end);
    assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
    assertThat(answer).contains("multipart/x-mixed-replace;", "boundary=");
    assertThat(cameras.client().raw(head.formatted("device9", HostLaunch.KEY) + end))
        .startsWith("HTTP/1.1 404 ");
  }

  /** Five pictures came in a second, so that many are made. */
  @Test
  void pagesOfOthersKeepTheirPace() throws Exception {
    cameras.awaitState("device3", "ready");
    long first = newest("device3");
    Instant began = Instant.now();
    await().atMost(CameraHost.PATIENCE).until(() -> newest("device3") >= first + 10);
    assertThat(Duration.between(began, Instant.now()))
        .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(20));
  }

  private long newest(String device) {
    String stills = "{\"limit\":1,\"device_id\":\"" + device + "\"}";
    String name =
        cameras.post("/host/monitoring/listCaptures", stills).at("/captures/0/filename").asText();
    return name.isEmpty() ? 0 : Long.parseLong(name.substring(8, 17));
  }

  @Test
  void twentyViewersNeedOneCapture() throws Exception {
    cameras.awaitState("device1", "ready");
    long capture = cameras.ffmpeg("device1");
    ExecutorService threads = Executors.newFixedThreadPool(20);
    List<CompletableFuture<String>> viewers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      viewers.add(CompletableFuture.supplyAsync(this::fourPictures, threads));
    }
    for (CompletableFuture<String> viewer : viewers) {
      assertThat(CameraHost.count(viewer.get(60, TimeUnit.SECONDS), "--picture")).isEqualTo(4);
    }
    threads.shutdown();
    assertThat(cameras.ffmpeg("device1")).isEqualTo(capture);
    long programs =
        cameras.host().descendants().stream()
            .filter(child -> arguments(child).contains("/hot/capture1/captures/"))
            .count();
    assertThat(programs).isEqualTo(1);
  }

  private static String arguments(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
    } catch (IOException e) {
      return ""; // it has just ended
    }
  }

  private String fourPictures() {
    try (InputStream live =
        cameras
            .client()
            .http()
            .send(
                cameras.client().keyed("/host/av/device1/live.mjpeg").build(),
                BodyHandlers.ofInputStream())
            .body()) {
      StringBuilder seen = new StringBuilder();
      byte[] buffer = new byte[8192];
      while (CameraHost.count(seen.toString(), "--picture") < 4) {
        int got = live.read(buffer);
        assertThat(got).isPositive();
        seen.append(new String(buffer, 0, got, StandardCharsets.ISO_8859_1));
      }
      return seen.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
