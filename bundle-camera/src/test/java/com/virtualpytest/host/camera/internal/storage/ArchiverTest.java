package com.virtualpytest.host.camera.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.virtualpytest.host.api.driver.CaptureFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leaves the hot folder, over days that last as long as the clock is moved. */
class ArchiverTest {
  private static final Instant MORNING =
      LocalDateTime.of(2026, 3, 10, 7, 58).atZone(ZoneId.systemDefault()).toInstant();

  private final ManualClock clock = new ManualClock(MORNING);
  private CaptureFolder folder;
  private Archiver archiver;
  private int segments;

  @BeforeEach
  void make(@TempDir Path temp) throws Exception {
    folder = new CaptureFolder(temp.resolve("capture1"), temp.resolve("hot"));
    Folders.make(folder);
    Storage storage = new Storage(folder, Disk.real(), clock, Silence.logger());
    archiver = new Archiver(folder, storage, true, clock, Silence.logger());
    run(
        "ffmpeg",
        "-loglevel",
        "error",
        "-f",
        "lavfi",
        "-i",
        "testsrc2=size=64x64:rate=5",
        "-f",
        "lavfi",
        "-i",
        "sine",
        "-t",
        "1",
        "-c:v",
        "libx264",
        "-c:a",
        "aac",
        "-f",
        "mpegts",
        temp.resolve("one.ts").toString());
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }

  /** Lets seconds pass in which segments are written and pictures are looked at, then archives. */
  private void live(int seconds) throws IOException {
    for (int i = 0; i < seconds; i++) {
      clock.advance(Duration.ofSeconds(1));
      String name = "segment_%09d.ts".formatted(segments++);
      Path segment = folder.hot().resolve("segments").resolve(name);
      Files.copy(folder.cold().resolveSibling("one.ts"), segment);
      Files.setLastModifiedTime(segment, FileTime.from(clock.instant()));
      archiver.metadata(clock.instant(), "{\"at\":\"" + clock.instant() + "\"}");
    }
    archiver.archive();
  }

  private double seconds(String chunk) throws Exception {
    String file = folder.cold().resolve(chunk).toString();
    return Double.parseDouble(
        run("ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", file)
            .strip());
  }

  private JsonNode findings(String chunk) throws IOException {
    return new ObjectMapper().readTree(folder.cold().resolve(chunk).toFile());
  }

  private List<String> temporary() {
    List<String> names = new ArrayList<>();
    for (String kind : List.of("segments", "metadata")) {
      Folders.files(folder.cold().resolve(kind).resolve("temp"))
          .forEach(entry -> names.add(entry.path().getFileName().toString()));
    }
    return names;
  }

  @Test
  void tenMinutesGrowAndTheNextBeginAnew() throws Exception {
    live(3);
    double begun = seconds("segments/7/chunk_10min_5.mp4");
    live(3);

    assertThat(seconds("segments/7/chunk_10min_5.mp4")).isGreaterThan(begun + 2);
    assertThat(findings("metadata/7/chunk_10min_5.json").path("frames_count").asInt()).isEqualTo(6);
    assertThat(folder.cold().resolve("audio/7/chunk_10min_5.mp3")).doesNotExist();

    clock.advance(Duration.ofMinutes(3));
    live(2);

    assertThat(seconds("segments/8/chunk_10min_0.mp4")).isCloseTo(2, within(0.5));
    JsonNode next = findings("metadata/8/chunk_10min_0.json");
    assertThat(next.path("hour").asInt()).isEqualTo(8);
    assertThat(next.path("chunk_index").asInt()).isZero();
    assertThat(next.path("frames")).hasSize(2);
    assertThat(seconds("audio/7/chunk_10min_5.mp3")).isCloseTo(6, within(1.0));
    assertThat(temporary()).allMatch(name -> name.startsWith("2026-03-10_8_0."));
  }

  @Test
  void theNextDayTakesThePlaceOfTheLast() throws Exception {
    live(5);
    Path chunk = folder.cold().resolve("segments/7/chunk_10min_5.mp4");
    Path neighbour = Files.copy(chunk, chunk.resolveSibling("chunk_10min_4.mp4"));
    Files.setLastModifiedTime(neighbour, FileTime.from(MORNING));

    clock.set(MORNING.plus(Duration.ofDays(1)).plus(Duration.ofMinutes(1)));
    live(2);

    assertThat(seconds("segments/7/chunk_10min_5.mp4")).isCloseTo(2, within(0.5));
    assertThat(findings("metadata/7/chunk_10min_5.json").path("frames_count").asInt()).isEqualTo(2);
    assertThat(neighbour).as("older than a day").doesNotExist();
  }

  @Test
  void whatWasArchivedIsNotArchivedAgain() throws Exception {
    live(2);
    long size = Files.size(folder.cold().resolve("segments/7/chunk_10min_5.mp4"));
    archiver.archive();

    assertThat(folder.cold().resolve("segments/7/chunk_10min_5.mp4")).hasSize(size);
    assertThat(folder.hot().resolve("segments/segment_000000000.ts")).exists();
    assertThat(folder.cold().resolve("captures")).isEmptyDirectory();
  }

  @Test
  void notMoreThanTenMinutesWaitForADiskThatCannotBeWritten() throws Exception {
    Path segments = folder.cold().resolve("segments");
    Files.delete(segments);
    Files.writeString(segments, "in the way");
    live(1);
    for (int i = 0; i < 4000; i++) {
      archiver.metadata(clock.instant(), "{\"number\":" + i + "}");
    }
    archiver.archive();
    Files.delete(segments);
    archiver.archive();

    JsonNode kept = findings("metadata/7/chunk_10min_5.json").path("frames");
    assertThat(kept).hasSize(3000);
    assertThat(kept.get(0).path("number").asInt()).isEqualTo(1000);
  }
}
