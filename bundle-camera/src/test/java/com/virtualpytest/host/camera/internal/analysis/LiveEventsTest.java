package com.virtualpytest.host.camera.internal.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.virtualpytest.host.tck.TestContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveEventsTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T12:00:00Z");

  private Path file;
  private TestContext context;
  private LiveEvents events;

  @BeforeEach
  void make(@TempDir Path folder) {
    file = folder.resolve("live_events.json");
    context = new TestContext(folder);
    events = new LiveEvents(file, context);
  }

  @AfterEach
  void close() {
    context.close();
  }

  private static Instant at(long second) {
    return BEGIN.plusSeconds(second);
  }

  /** One still; that it is black is seen in itself. */
  private ObjectNode still(boolean black, long second) {
    ObjectNode still = JsonNodeFactory.instance.objectNode();
    events.see(still, "blackscreen", black ? at(second) : null, at(second));
    return still;
  }

  /** What somebody who asks in that second is told: as the host reads the file. */
  private List<JsonNode> told(long second) throws Exception {
    List<JsonNode> told = new ArrayList<>();
    for (JsonNode event : new ObjectMapper().readTree(file.toFile()).path("events")) {
      if (event.path("expires_at").asDouble() > at(second).getEpochSecond()) {
        told.add(event);
      }
    }
    return told;
  }

  @Test
  void whatGoesOnIsToldAsLongAsItLasts() throws Exception {
    for (long second = 0; second <= 300; second++) {
      still(true, second);

      assertThat(told(second)).hasSize(1);
      assertThat(told(second).get(0).path("event").asText()).isEqualTo("begin");
      assertThat(told(second).get(0).path("start").asText()).isEqualTo(BEGIN.toString());
    }
    assertThat(told(300).get(0).path("duration_ms").asLong()).isEqualTo(300_000);
    assertThat(told(361)).as("nothing was seen of it for a minute").isEmpty();
    assertThat(context.events()).as("published once").hasSize(1);
  }

  @Test
  void whatHasEndedIsToldForAMinute() throws Exception {
    for (long second = 0; second < 90; second++) {
      still(true, second);
    }
    still(false, 90);

    JsonNode event = told(149).get(0);
    assertThat(told(149)).hasSize(1);
    assertThat(event.path("event_type").asText()).isEqualTo("blackscreen");
    assertThat(event.path("event").asText()).isEqualTo("end");
    assertThat(event.path("duration_ms").asLong()).isEqualTo(90_000);
    assertThat(event.path("timestamp").asLong()).isEqualTo(at(90).getEpochSecond());
    assertThat(told(150)).isEmpty();
  }

  @Test
  void anOutageIsNoPartOfWhatWentOn() throws Exception {
    still(true, 0);
    still(true, 10);
    events.interrupt(at(10));
    ObjectNode next = still(true, 40);

    assertThat(next.path("blackscreen_event_start").asText()).isEqualTo(at(40).toString());
    assertThat(told(40))
        .extracting(event -> event.path("event").asText() + event.path("duration_ms").asLong())
        .containsExactly("end10000", "begin0");
  }

  @Test
  void manyShortOnesLeaveALongOneInPlace() throws Exception {
    ObjectNode still = JsonNodeFactory.instance.objectNode();
    events.see(still, "freeze", BEGIN, at(0));
    for (long second = 0; second < 400; second++) {
      still(second % 2 == 0, second);
      events.see(still, "freeze", BEGIN, at(second));
    }
    assertThat(told(399).stream().map(event -> event.path("event_type").asText()))
        .contains("freeze", "blackscreen")
        .hasSizeLessThan(52);
  }

  @Test
  void stillsSayWhatGoesOnInThem() {
    still(true, 0);
    ObjectNode third = still(true, 3);

    assertThat(third.path("blackscreen_event_start").asText()).isEqualTo(BEGIN.toString());
    assertThat(third.path("blackscreen_event_duration_ms").asLong()).isEqualTo(3000);
    assertThat(still(false, 4).has("blackscreen_event_start")).isFalse();
  }
}
