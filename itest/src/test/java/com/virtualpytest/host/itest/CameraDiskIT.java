package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pictures on a disk that fills, and behind a key. The disk is a small one in memory, mounted where
 * the host alone sees it; its files are reached through the host's process.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CameraDiskIT {
  private static final long SIZE = 192L << 20;
  private static final String PLAYLIST = "/host/stream/capture1/segments/output.m3u8";

  private Path disk;
  private HostProcess host;

  @BeforeAll
  void boot(@TempDir Path folder) throws IOException {
    Path mounted = Files.createDirectory(folder.resolve("small"));
    String[] wrapper = {
      "unshare",
      "--user",
      "--map-root-user",
      "--mount",
      "sh",
      "-c",
      "mount -t tmpfs -o size=" + SIZE + " none " + mounted + " && exec \"$0\" \"$@\""
    };
    host =
        HostLaunch.in(folder)
            .wrappedBy(wrapper)
            .env("STREAM_BASE_PATH", mounted.toString())
            .env("STREAM_HOT_PATH", null)
            .env("STREAM_AUTH", "key")
            .env("DEVICE1_NAME", "TV")
            .env("DEVICE1_VIDEO", "lavfi:testsrc2=size=320x180:rate=5")
            .startAndAwaitReady();
    CameraHost.awaitState(host, "device1", "ready");
    disk = Path.of("/proc/" + host.jvm().pid() + "/root").resolve(mounted.toString().substring(1));
  }

  @AfterAll
  void stop() {
    if (host != null) {
      host.close();
    }
  }

  /** Writes until so much is free. */
  private Path fill(String name, long free) throws IOException {
    Path file = disk.resolve(name);
    byte[] piece = new byte[64 << 10];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (disk.toFile().getUsableSpace() > free) {
        out.write(piece);
      }
    } catch (IOException e) {
      assertThat(disk.toFile().getUsableSpace()).as("it is full").isLessThan(piece.length);
    }
    return file;
  }

  /** Takes all room, and what others give up, for as long as it is not closed. */
  private final class Filler implements AutoCloseable {
    private final AtomicBoolean goesOn = new AtomicBoolean(true);
    private final AtomicLong full = new AtomicLong();
    private final Path file = disk.resolve("filler");
    private final CompletableFuture<Void> work = CompletableFuture.runAsync(this::fill);

    private void fill() {
      byte[] piece = new byte[64 << 10];
      while (goesOn.get()) {
        try (OutputStream out =
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
          out.write(piece);
        } catch (IOException e) {
          full.incrementAndGet();
          Thread.onSpinWait();
        }
      }
    }

    private void awaitFull() {
      await("no room").atMost(CameraHost.PATIENCE).until(() -> full.get() > 100);
    }

    @Override
    public void close() throws IOException {
      goesOn.set(false);
      work.join();
      Files.delete(file);
    }
  }

  private long age() {
    Answer picture = host.client().get("/host/av/device1/snapshot.jpg");
    return picture.status() == 200 ? Long.parseLong(picture.header("X-Picture-Age-Ms")) : 60_000;
  }

  @Test
  void theCaptureGoesOnWhereTheDiskFillsAndComesBackWhereItWasFull() throws Exception {
    Path most = fill("most", SIZE / 8);
    JsonNode told = CameraHost.awaitState(host, "device1", "degraded");
    assertThat(told.path("detail").asText()).startsWith("the disk of ");
    assertThat(told.path("hint").asText()).contains("STREAM_BASE_PATH");
    await("pictures come").atMost(CameraHost.PATIENCE).until(() -> age() < 2000);

    Path rest = fill("rest", 0);
    host.awaitTrue(
        "that it is full is told",
        () -> CameraHost.av(host.client(), "device1").path("detail").asText().contains("full"));
    Files.delete(rest);
    Files.delete(most);
    await("pictures come again").atMost(CameraHost.PATIENCE).until(() -> age() < 2000);
    CameraHost.awaitState(host, "device1", "ready");
  }

  @Test
  void aRecordingThatFindsNoRoomFailsTruthfully() throws Exception {
    CameraHost.awaitState(host, "device1", "ready");
    Client client = host.client();
    String wanted = "{\"device_id\":\"device1\",\"duration\":60,\"filename\":\"film\"}";
    assertThat(client.post("/host/av/startCapture", wanted).json().path("success").asBoolean())
        .isTrue();
    long begun = stills();
    await("some pictures of it").atMost(CameraHost.PATIENCE).until(() -> stills() > begun + 15);
    try (Filler filler = new Filler()) {
      filler.awaitFull();
      Answer failed = client.post("/host/av/stopCapture", "{\"device_id\":\"device1\"}");
      assertThat(failed.status()).as(failed.body()).isEqualTo(500);
      assertThat(failed.text("hint")).contains("disk");
      assertThat(client.get("/host/av/recordings?device_id=device1").body())
          .doesNotContain("film.mp4");
    }
    CameraHost.awaitState(host, "device1", "ready");
    assertThat(client.post("/host/av/startCapture", wanted).json().path("success").asBoolean())
        .as("its name is free")
        .isTrue();
    Answer ended = client.post("/host/av/stopCapture", "{\"device_id\":\"device1\"}");
    assertThat(ended.status()).as(ended.body()).isEqualTo(200);
  }

  /** The number of the newest still. */
  private long stills() {
    String name =
        host.client()
            .post("/host/monitoring/listCaptures", "{\"limit\":1}")
            .json()
            .at("/captures/0/filename")
            .asText();
    return name.isEmpty() ? 0 : Long.parseLong(name.substring(8, 17));
  }

  @Test
  void aSavedScreenshotHasAnAddressThatStaysTheSame() {
    CameraHost.awaitState(host, "device1", "ready");
    String wanted = "{\"filename\":\"home 1\",\"userinterface_name\":\"tv\"}";
    String first = host.client().post("/host/av/saveScreenshot", wanted).text("screenshot_url");
    URI address = URI.create(first);
    String path = address.getRawPath() + "?" + address.getRawQuery();

    assertThat(host.client().getWithoutKey(path).status()).isEqualTo(200);
    assertThat(host.client().getWithoutKey(path + "?t=1").status()).isEqualTo(200);
    assertThat(host.client().getWithoutKey(address.getRawPath()).status()).isEqualTo(401);
    assertThat(host.client().getWithoutKey(path.replace("home", "other")).status()).isEqualTo(401);
    assertThat(host.client().post("/host/av/saveScreenshot", wanted).text("screenshot_url"))
        .isEqualTo(first);
  }

  @Test
  void streamsAskForTheKeyOrASignature() {
    CameraHost.awaitState(host, "device1", "ready");
    host.awaitStatus(PLAYLIST, 200); // with the key
    assertThat(host.client().getWithoutKey(PLAYLIST).status()).isEqualTo(401);
    URI signed =
        URI.create(host.client().get("/host/av/getStreamUrl?device_id=device1").text("stream_url"));
    String path = signed.getPath() + "?" + signed.getQuery();
    Answer playlist = host.client().getWithoutKey(path);
    assertThat(playlist.status()).isEqualTo(200);
    String segment =
        playlist.body().lines().filter(line -> line.contains(".ts?")).findFirst().orElseThrow();
    String folder = PLAYLIST.substring(0, PLAYLIST.lastIndexOf('/') + 1);
    assertThat(host.client().getWithoutKey(folder + segment).status()).isEqualTo(200);
    String forged = path.replaceFirst("expires=\\d", "expires=9");
    assertThat(host.client().getWithoutKey(forged).status()).isEqualTo(401);
    String other = path.replace("/capture1/", "/capture2/");
    assertThat(host.client().getWithoutKey(other).status()).isEqualTo(401);
    assertThat(host.client().getWithoutKey("/host/devices?" + signed.getQuery()).status())
        .isEqualTo(401);
  }
}
