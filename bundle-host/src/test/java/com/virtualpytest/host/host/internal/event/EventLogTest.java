package com.virtualpytest.host.host.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.api.event.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.osgi.service.event.Event;

/** What is kept of events, and where a client goes on. */
class EventLogTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final EventLog log = new EventLog(1000, 4);

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      log.add("device/changed", Instant.EPOCH, Map.of());
    }
  }

  private List<Long> numbers(long after) throws InterruptedException {
    return log.after(after, 100, Duration.ZERO).events().stream().map(HostEvent::number).toList();
  }

  @Test
  void aReaderGetsWhatCameAfter() throws Exception {
    add(3);

    assertThat(numbers(0)).containsExactly(1L, 2L, 3L);
    assertThat(numbers(2)).containsExactly(3L);
    assertThat(numbers(3)).isEmpty();
    assertThat(log.after(0, 2, Duration.ZERO).events()).hasSize(2);
  }

  @Test
  void aReaderThatWaitsIsWoken() throws Exception {
    CompletableFuture<EventLog.Batch> reader =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return log.after(0, 10, LONG);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });

    add(1);

    assertThat(reader.get(LONG.toSeconds(), TimeUnit.SECONDS).events()).hasSize(1);
  }

  @Test
  void whatIsOverwrittenIsCounted() throws Exception {
    add(10);

    EventLog.Batch batch = log.after(2, 100, Duration.ZERO);

    assertThat(batch.lost()).isEqualTo(4);
    assertThat(batch.events()).extracting(HostEvent::number).containsExactly(7L, 8L, 9L, 10L);
  }

  @Test
  void aClientGoesOnWhereItWas() {
    add(6);

    assertThat(EventsResource.start(log, "1000-4").seen()).isEqualTo(4);
    assertThat(EventsResource.start(log, "1000-4").gap()).isNull();
    assertThat(EventsResource.start(log, null).seen()).isEqualTo(6);
    assertThat(EventsResource.start(log, "oldest").seen()).isEqualTo(2);
  }

  @Test
  void whatIsMissingIsTold() {
    add(6);

    assertThat(EventsResource.start(log, "1000-1").gap()).contains("no longer kept");
    for (String foreign : List.of("999-4", "1000-7", "4", "x", "99999999999999999999-1")) {
      EventPump.Start start = EventsResource.start(log, foreign);
      assertThat(start.gap()).contains("another run");
      assertThat(start.seen()).isEqualTo(2);
    }
  }

  @Test
  void filtersTakeWholeTypesAndFirstParts() {
    HostEvent taken = event("lease/taken", "device1");
    assertThat(filter("lease", "").wants(taken)).isTrue();
    assertThat(filter("lease/taken,bundle", "device2, device1").wants(taken)).isTrue();
    assertThat(filter("lease/released", "").wants(taken)).isFalse();
    assertThat(filter("", "device2").wants(taken)).isFalse();
    assertThat(filter("", "").wants(taken)).isTrue();
    assertThat(filter("", "device1").wants(new HostEvent(1, "bundle/x", Instant.EPOCH, Map.of())))
        .isFalse();
  }

  private static EventFilter filter(String types, String devices) {
    return EventFilter.of(List.of(types), List.of(devices));
  }

  private static HostEvent event(String type, String device) {
    return new HostEvent(1, type, Instant.EPOCH, Map.of(Topics.DEVICE_ID, device));
  }

  @Test
  void nothingOfABundleIsKept() throws Exception {
    Map<String, Object> given = new HashMap<>();
    given.put("object", new Object() {});
    given.put("list", List.of("a", 1, new Object()));
    given.put("long", "x".repeat(5000));
    given.put("type", "forged");
    given.put("zz", Collections.nCopies(10_000, "much"));
    given.put(Topics.TIMESTAMP, 42L);
    EventCollector collector = new EventCollector();

    collector.handleEvent(new Event(Topics.DEVICE + "power", given));

    HostEvent kept = collector.log().after(0, 1, Duration.ZERO).events().get(0);
    assertThat(kept.type()).isEqualTo("device/power");
    assertThat(kept.time()).isEqualTo(Instant.ofEpochMilli(42));
    assertThat(kept.properties()).containsOnlyKeys("list", "long", "zz");
    assertThat((List<?>) kept.properties().get("zz")).hasSizeLessThan(200);
    assertThat(kept.properties().get("list").toString()).isEqualTo("[a, 1, null]");
    assertThat(kept.properties().get("long").toString()).hasSize(1001);
  }
}
