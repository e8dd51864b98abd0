package com.virtualpytest.host.camera.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.api.driver.CaptureFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {
  private CaptureFolder folder;
  private Storage storage;

  @BeforeEach
  void make(@TempDir Path temp) throws Exception {
    folder = new CaptureFolder(temp.resolve("capture1"), temp.resolve("capture1/hot"));
    Folders.make(folder);
    storage = new Storage(folder, Clock.systemUTC(), null);
  }

  private Path file(Path parent, String name, long modified) throws Exception {
    Files.createDirectories(parent);
    Path file = Files.writeString(parent.resolve(name), "x");
    Files.setLastModifiedTime(file, FileTime.fromMillis(modified));
    return file;
  }

  @Test
  void theNewestOfEachKindStay() throws Exception {
    Path thumbnails = folder.hot().resolve("thumbnails");
    for (int i = 1; i <= 120; i++) {
      file(thumbnails, "capture_%09d_thumbnail.jpg".formatted(i), i * 1000L);
    }
    Path playlist = file(folder.hot().resolve("segments"), "output.m3u8", 1);
    Path events = file(folder.hot().resolve("metadata"), "live_events.json", 1);

    storage.trim();

    assertThat(Folders.files(thumbnails)).hasSize(100);
    assertThat(Folders.files(thumbnails).get(0).path())
        .hasFileName("capture_000000021_thumbnail.jpg");
    assertThat(playlist).exists();
    assertThat(events).exists();
  }

  @Test
  void aDayIsKept() throws Exception {
    long now = System.currentTimeMillis();
    Path hour = folder.cold().resolve("segments/7");
    Path old = file(hour, "chunk_10min_1.mp4", now - 25 * 3_600_000L);
    Path young = file(hour, "chunk_10min_2.mp4", now - 23 * 3_600_000L);

    storage.expire();

    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void nothingIsFoundOutsideOfTheFolder() throws Exception {
    Path captures = folder.cold().resolve("captures");
    file(captures, "a.jpg", 1);
    Files.createSymbolicLink(captures.resolve("link.jpg"), Path.of("/etc/passwd"));

    assertThat(folder.find("captures", "a.jpg")).isPresent();
    assertThat(folder.find("captures", "link.jpg")).isEmpty();
    assertThat(folder.find("captures", "../captures/a.jpg")).isEmpty();
    assertThat(folder.find("captures", "/etc/passwd")).isEmpty();
    assertThat(folder.find("captures", "")).isEmpty();
    assertThat(folder.find("captures", "a\0.jpg")).isEmpty();
    assertThat(folder.find("..", "a.jpg")).isEmpty();
  }
}
