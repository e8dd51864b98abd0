package com.virtualpytest.host.camera.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.api.driver.CaptureFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {
  private static final long MIB = 1 << 20;

  private final ManualClock clock = new ManualClock(Instant.now());
  private final Map<Path, Long> free = new HashMap<>();
  private CaptureFolder folder;
  private Storage storage;

  /** Two disks of 100 MiB on which there is as much room as a test says. */
  private final Disk disks =
      new Disk() {
        @Override
        public long size(Path where) {
          return 100 * MIB;
        }

        @Override
        public long free(Path where) {
          return free.getOrDefault(where, 100 * MIB);
        }
      };

  @BeforeEach
  void make(@TempDir Path temp) throws Exception {
    folder = new CaptureFolder(temp.resolve("capture1"), temp.resolve("memory/capture1"));
    Folders.make(folder);
    storage = new Storage(folder, disks, clock, Silence.logger());
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

  private Path large(Path parent, String name, long modified) throws Exception {
    Path file = file(parent, name, modified);
    Files.write(file, new byte[(int) (4 * MIB)]);
    Files.setLastModifiedTime(file, FileTime.fromMillis(modified));
    return file;
  }

  @Test
  void theOldestGoFirstUntilThereIsRoom() throws Exception {
    Path hour = folder.cold().resolve("segments/7");
    List<Path> chunks = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      chunks.add(large(hour, "chunk_10min_" + i + ".mp4", (i + 1) * 1000L));
    }
    Path film = large(folder.cold().resolve("recordings"), "film.mp4", 1);
    free.put(folder.cold(), 15 * MIB);

    storage.makeRoom();

    assertThat(storage.trouble().orElse("")).contains("nearly full");
    assertThat(chunks.subList(0, 4)).allMatch(Files::notExists);
    assertThat(chunks.subList(4, 6)).allMatch(Files::exists);
    assertThat(film).as("was asked for").exists();
  }

  @Test
  void theNewestStayOnADiskThatIsFull() throws Exception {
    Path stills = folder.hot().resolve("captures");
    for (int i = 1; i <= 30; i++) {
      file(stills, "capture_%09d.jpg".formatted(i), i * 1000L);
    }
    free.put(folder.hot(), 0L);

    storage.makeRoom();

    assertThat(Folders.files(stills)).hasSize(10);
    assertThat(Folders.files(stills).get(0).path()).hasFileName("capture_000000021.jpg");
    assertThat(storage.trouble().orElse("")).endsWith("is full");
  }

  @Test
  void troubleIsToldUntilItHasBeenAwayForAWhile() {
    free.put(folder.cold(), 0L);
    storage.makeRoom();
    assertThat(storage.trouble()).isPresent();

    free.clear();
    clock.advance(Duration.ofSeconds(5));
    storage.makeRoom();
    assertThat(storage.trouble()).isPresent();

    clock.advance(Duration.ofSeconds(6));
    storage.makeRoom();
    assertThat(storage.trouble()).isEmpty();
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
  void aHotFileIsFoundBeforeAColdOne() throws Exception {
    Path cold = file(folder.cold().resolve("captures"), "a.jpg", 2);
    assertThat(folder.find("captures", "a.jpg")).contains(cold.toRealPath());

    Path hot = file(folder.hot().resolve("captures"), "a.jpg", 1);
    assertThat(folder.find("captures", "a.jpg")).contains(hot.toRealPath());
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
