package com.virtualpytest.host.host.internal.av;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DiskUsageResourceTest {
  private AvFixture fixture;
  private DiskUsageResource resource;
  private Path cold;

  @BeforeEach
  void make(@TempDir Path folder) throws Exception {
    fixture = new AvFixture(folder, "http://lab-host:6109");
    resource = new DiskUsageResource(fixture.sources);
    cold = fixture.folder().cold();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private JsonNode usage(String folder) {
    return fixture.answer(resource.usage(folder));
  }

  private void file(String path, Duration ago) throws Exception {
    AvFixture.file(cold.resolve(path), "0123456789", ago);
  }

  @Test
  void filesAreCountedWhereTheyAre() throws Exception {
    file("hot/segments/segment_000000001.ts", Duration.ZERO);
    file("segments/7/chunk_10min_1.mp4", Duration.ZERO);
    file("hot/captures/capture_000000001.jpg", Duration.ZERO);
    file("hot/captures/capture_000000002.jpg", Duration.ZERO);
    file("captures/capture_000000001.jpg", Duration.ZERO);
    file("hot/thumbnails/capture_000000001_thumbnail.jpg", Duration.ZERO);
    file("hot/metadata/capture_000000001.json", Duration.ZERO);
    file("recordings/a.mp4", Duration.ZERO);

    JsonNode one = usage("capture1").at("/captures/0");

    assertThat(one.path("capture_name").asText()).isEqualTo("capture1");
    assertThat(one.path("path").asText()).isEqualTo(cold.toString());
    assertThat(one.path("exists").asBoolean()).isTrue();
    assertThat(one.at("/total_size/file_count").asInt()).isEqualTo(8);
    assertThat(one.at("/total_size/total_bytes").asInt()).isEqualTo(80);
    assertThat(one.at("/segments/count").asInt()).isEqualTo(2);
    assertThat(one.at("/captures/count").asInt()).isEqualTo(3);
    assertThat(one.at("/captures/size_bytes").asInt()).isEqualTo(30);
    assertThat(one.at("/captures/avg_size_kb").asDouble()).isEqualTo(0.01);
    assertThat(one.at("/thumbnails/count").asInt()).isEqualTo(1);
    assertThat(one.at("/json_files/count").asInt()).isEqualTo(1);
    assertThat(one.at("/transcripts/count").asInt(-1)).isZero();
    assertThat(one.at("/recordings/count").asInt()).isEqualTo(1);
    assertThat(one.at("/cleanup_health/is_healthy").asBoolean()).isTrue();
  }

  @Test
  void allSourcesAreSummedUp() throws Exception {
    file("hot/segments/segment_000000001.ts", Duration.ZERO);
    AvFixture.file(
        fixture.source("host").folder.hot().resolve("segments/segment_000000001.ts"),
        "x",
        Duration.ZERO);

    JsonNode all = usage("all");

    assertThat(all.path("success").asBoolean()).isTrue();
    assertThat(all.at("/summary/captures_analyzed").asInt()).isEqualTo(2);
    assertThat(all.at("/summary/total_segments").asInt()).isEqualTo(2);
    assertThat(all.at("/summary/total_captures").asInt(-1)).isZero();
    assertThat(all.at("/summary/cleanup_healthy").asBoolean()).isTrue();
    assertThat(all.at("/summary/temp_files_healthy").asBoolean()).isTrue();
    assertThat(all.at("/temp_files_status/is_healthy").asBoolean()).isTrue();
    assertThat(all.at("/temp_files_status/warning").isNull()).isTrue();
    assertThat(all.at("/config_status/configured_captures/0/pid").asInt()).isEqualTo(4711);
    assertThat(all.at("/system_disk/use_percent").asText()).matches("\\d+%");
    assertThat(all.path("warnings").size()).isZero();
    assertThat(usage(null)).isEqualTo(usage("all"));
  }

  @Test
  void theDiskIsTheOneThatPicturesAreWrittenTo() throws Exception {
    Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "captures");
    try {
      Files.createDirectories(cold.getParent());
      Files.createSymbolicLink(cold, memory);
      assertThat(usage("capture1").at("/system_disk/mounted_on").asText()).isEqualTo("/dev/shm");
    } finally {
      Files.delete(memory);
    }
  }

  @Test
  void whatWasNotRemovedInADayIsTold() throws Exception {
    file("hot/segments/segment_000000001.ts", Duration.ofHours(25));
    file("hot/segments/segment_000000002.ts", Duration.ofHours(23));
    file("hot/captures/capture_000000001.jpg", Duration.ofHours(25));

    JsonNode usage = usage("capture1");

    assertThat(usage.at("/captures/0/cleanup_health/old_segments_24h").asInt()).isEqualTo(1);
    assertThat(usage.at("/captures/0/cleanup_health/old_captures_24h").asInt()).isEqualTo(1);
    assertThat(usage.at("/summary/cleanup_healthy").asBoolean(true)).isFalse();
    assertThat(usage.at("/summary/temp_files_healthy").asBoolean()).isTrue();
    assertThat(usage.at("/warnings/0").asText()).startsWith("capture1: ");
  }

  @Test
  void temporaryFilesThatStayAreTold() throws Exception {
    file("segments/temp/2026-01-01_7_1.ts", Duration.ofHours(2));
    file("segments/temp/2026-01-01_7_2.ts", Duration.ofMinutes(5));
    file("audio/7/.chunk_10min_1.mp3.tmp", Duration.ofHours(2));
    file("recordings/.a.mp4.part", Duration.ofHours(2));
    file("recordings/.a.json", Duration.ofHours(2));
    file("recordings/a.mp4", Duration.ofHours(2));

    JsonNode usage = usage("capture1");

    assertThat(usage.at("/temp_files_status").toString())
        .isEqualTo(
            "{\"leaked_temp_dirs\":1,\"old_audio_files\":1,\"old_merged_ts\":1,"
                + "\"old_other_files\":1,"
                + "\"warning\":\"temporary files older than an hour were not removed: 3\","
                + "\"is_healthy\":false}");
    assertThat(usage.at("/summary/temp_files_healthy").asBoolean(true)).isFalse();
    assertThat(usage.at("/summary/cleanup_healthy").asBoolean()).isTrue();
    assertThat(usage.at("/warnings").size()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"..", "../..", "/etc", "capture1/..", "capture1/../../..", "capture9", "\0", "."})
  void onlyFoldersOfSourcesAreLookedAt(String folder) {
    assertThatThrownBy(() -> resource.usage(folder))
        .hasMessage("No capture directories found")
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }
}
