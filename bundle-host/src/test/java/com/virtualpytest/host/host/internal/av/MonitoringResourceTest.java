package com.virtualpytest.host.host.internal.av;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MonitoringResourceTest {
  private AvFixture fixture;
  private MonitoringResource resource;
  private Path captures;
  private Path metadata;

  @BeforeEach
  void make(@TempDir Path folder) throws Exception {
    fixture = new AvFixture(folder, "http://lab-host:6109");
    resource = new MonitoringResource(fixture.sources, fixture.urls);
    captures = fixture.folder().hot().resolve("captures");
    metadata = fixture.folder().hot().resolve("metadata");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private JsonNode stills(String body) throws Exception {
    return fixture.answer(resource.stills(fixture.request(body), null));
  }

  private JsonNode latest() throws Exception {
    return fixture.answer(resource.latest(fixture.request("{}"), null));
  }

  @Test
  void stillsAreListedNewestFirst() throws Exception {
    // numbers begin again with each start of the capture: the time counts
    AvFixture.file(captures.resolve("capture_000000900.jpg"), "x", Duration.ofSeconds(9));
    AvFixture.file(captures.resolve("capture_000000001.jpg"), "x", Duration.ofSeconds(2));
    Path newest =
        AvFixture.file(captures.resolve("capture_000000002.jpg"), "x", Duration.ofSeconds(1));
    AvFixture.file(captures.resolve("verification_source.jpg"), "x", Duration.ZERO);
    AvFixture.file(captures.resolve(".capture_000000003.jpg.tmp"), "x", Duration.ZERO);

    JsonNode all = stills("{}");

    assertThat(all.path("success").asBoolean()).isTrue();
    assertThat(all.path("total").asInt()).isEqualTo(3);
    assertThat(all.at("/captures").findValuesAsText("filename"))
        .containsExactly("capture_000000002.jpg", "capture_000000001.jpg", "capture_000000900.jpg");
    assertThat(all.at("/captures/0/timestamp").asLong())
        .isEqualTo(Files.getLastModifiedTime(newest).toMillis());
    assertThat(all.at("/captures/0/url").asText())
        .isEqualTo("http://lab-host:6109/host/stream/capture1/captures/capture_000000002.jpg");
    assertThat(all.has("error")).isFalse();
  }

  @Test
  void asManyAreListedAsAreAskedFor() throws Exception {
    for (int i = 1; i <= 190; i++) {
      AvFixture.file(
          captures.resolve("capture_%09d.jpg".formatted(i)), "x", Duration.ofSeconds(200 - i));
    }
    assertThat(stills("{}").path("total").asInt()).isEqualTo(180);
    JsonNode two = stills("{\"limit\":\"2\"}");
    assertThat(two.path("total").asInt()).isEqualTo(2);
    assertThat(two.at("/captures/1/filename").asText()).isEqualTo("capture_000000189.jpg");
  }

  @Test
  void aFolderThatIsMissingIsTold() throws Exception {
    JsonNode none = stills("{}");
    assertThat(none.path("success").asBoolean(true)).isFalse();
    assertThat(none.path("error").asText()).isEqualTo("Capture folder not found: " + captures);
    assertThat(none.path("captures").size()).isZero();
    assertThat(none.path("total").asInt(-1)).isZero();
    assertThat(latest().path("success").asBoolean(true)).isFalse();
    assertThat(latest().path("error").asText()).isEqualTo("Metadata folder not found: " + metadata);
  }

  @Test
  void theNewestFindingIsTold() throws Exception {
    AvFixture.file(
        metadata.resolve("capture_000000900.json"), "{\"freeze\":true}", Duration.ofSeconds(9));
    Path newest =
        AvFixture.file(
            metadata.resolve("capture_000000042.json"), "{\"freeze\":false}", Duration.ZERO);
    AvFixture.file(metadata.resolve("last_action.json"), "{}", Duration.ZERO);

    JsonNode found = latest();

    assertThat(found.path("success").asBoolean()).isTrue();
    assertThat(found.path("filename").asText()).isEqualTo("capture_000000042.json");
    assertThat(found.path("json_data").toString()).isEqualTo("{\"freeze\":false}");
    assertThat(found.path("timestamp").asDouble())
        .isEqualTo(Files.getLastModifiedTime(newest).toMillis() / 1000.0);
  }

  @Test
  void withoutFindingsThatCanBeReadThereAreNone() throws Exception {
    Files.createDirectories(metadata);
    assertThat(latest().path("error").asText()).isEqualTo("No JSON analysis files found");

    AvFixture.file(metadata.resolve("capture_000000001.json"), "{\"half", Duration.ofSeconds(1));
    assertThat(latest().path("error").asText()).isEqualTo("No JSON analysis files found");

    AvFixture.file(metadata.resolve("capture_000000000.json"), "{\"a\":1}", Duration.ofSeconds(2));
    assertThat(latest().path("filename").asText()).isEqualTo("capture_000000000.json");
  }

  @Test
  void eventsAreToldUntilTheyExpire() throws Exception {
    assertThat(events().path("count").asInt(-1)).isZero();
    double now = Instant.now().toEpochMilli() / 1000.0;
    String event = "{\"event_type\":\"%s\",\"expires_at\":%f}";
    AvFixture.file(
        metadata.resolve("live_events.json"),
        "{\"events\":[%s,%s]}"
            .formatted(event.formatted("freeze", now + 50), event.formatted("audio", now - 1)),
        Duration.ZERO);

    assertThat(events().path("success").asBoolean()).isTrue();
    assertThat(events().path("count").asInt()).isEqualTo(1);
    assertThat(events().at("/events/0/event_type").asText()).isEqualTo("freeze");
  }

  private JsonNode events() throws Exception {
    return fixture.answer(resource.events(fixture.request("{}"), null));
  }
}
