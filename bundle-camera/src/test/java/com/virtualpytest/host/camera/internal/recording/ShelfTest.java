package com.virtualpytest.host.camera.internal.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.camera.internal.storage.Disk;
import com.virtualpytest.host.tck.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShelfTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  @TempDir Path base;

  private Path file(String path, int size, int hoursAgo) throws Exception {
    Path file = base.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[size]);
    Files.setLastModifiedTime(file, FileTime.from(NOW.minus(Duration.ofHours(hoursAgo))));
    return file;
  }

  private void tidy(long bytes, Duration age, long size) throws Exception {
    Disk disk =
        new Disk() {
          @Override
          public long size(Path folder) {
            return size;
          }

          @Override
          public long free(Path folder) {
            return size;
          }
        };
    new Shelf(
            base,
            new Limits(bytes, age),
            disk,
            Clock.fixed(NOW, ZoneOffset.UTC),
            TestContext.silent())
        .tidy();
  }

  @Test
  void theOldestOfAllSourcesGoUntilTheRestIsSmallEnough() throws Exception {
    Path oldest = file("capture1/recordings/a.mp4", 100, 9);
    Path known = file("capture1/recordings/.a.json", 1, 9);
    Path second = file("capture2/recordings/b.mp4", 100, 8);
    Path third = file("capture1/recordings/c.mp4", 100, 7);
    Path other = file("capture1/segments/7/chunk_10min_1.mp4", 1000, 20);

    tidy(150, Duration.ofDays(1), 10_000);

    assertThat(oldest).doesNotExist();
    assertThat(known).doesNotExist();
    assertThat(second).doesNotExist();
    assertThat(third).exists();
    assertThat(other).exists();
  }

  @Test
  void whatIsBeingMadeCountsAndStays() throws Exception {
    Path made = file("capture1/recordings/.now.mp4.part", 500, 30);
    Path sound = file("capture1/recordings/.now.mp4.part.0.ts", 10, 30);
    Path film = file("capture2/recordings/b.mp4", 100, 1);

    tidy(400, Duration.ofHours(20), 10_000);

    assertThat(made).exists();
    assertThat(sound).exists();
    assertThat(film).doesNotExist();
  }

  @Test
  void whatIsTooOldGoes() throws Exception {
    Path old = file("capture1/recordings/a.mp4", 1, 25);
    Path young = file("capture1/recordings/b.mp4", 1, 23);

    tidy(1000, Duration.ofDays(1), 10_000);

    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void halfOfASmallDiskIsLeft() throws Exception {
    Path first = file("capture1/recordings/a.mp4", 100, 2);
    Path second = file("capture1/recordings/b.mp4", 100, 1);

    tidy(1000, Duration.ofDays(1), 300);

    assertThat(first).doesNotExist();
    assertThat(second).exists();
  }
}
