package com.virtualpytest.host.camera.internal.analysis;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.camera.internal.storage.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What goes on in a source, as long as stills show that it does, and for a minute after. Called by
 * one thread.
 */
final class LiveEvents {
  private static final Duration SHOWN = Duration.ofSeconds(60);

  /** How often the file is written while nothing begins or ends. */
  private static final Duration RENEWED = Duration.ofSeconds(10);

  private static final int KEPT = 50;

  private final Path file;
  private final DriverContext context;
  private final Map<String, Open> open = new HashMap<>();
  private final Deque<ObjectNode> ended = new ArrayDeque<>();
  private final ObjectMapper json = new ObjectMapper();
  private Instant written = Instant.MIN;

  /** What goes on. */
  private record Open(Instant since, ObjectNode event) {}

  LiveEvents(Path file, DriverContext context) {
    this.file = file;
    this.context = context;
  }

  /**
   * Takes note of one kind of event in one still, and writes it there while it lasts.
   *
   * @param since when it began, as seen in this still; null when it is not going on
   */
  void see(ObjectNode still, String kind, Instant since, Instant at) {
    Open now = open.get(kind);
    if (since != null && now == null) {
      now = new Open(since, JsonNodeFactory.instance.objectNode().put("event_type", kind));
      open.put(kind, now);
      tell(kind, "begin", now, at);
    } else if (since == null && now != null) {
      end(kind, at);
    } else if (now != null) {
      renew(now, at);
    }
    if (since != null) {
      still.put(kind + "_event_start", now.since().toString());
      still.put(kind + "_event_duration_ms", millis(now, at));
    }
  }

  /** Nobody saw what went on after that still: all that did has ended with it. */
  void interrupt(Instant last) {
    for (String kind : List.copyOf(open.keySet())) {
      end(kind, last);
    }
  }

  private void end(String kind, Instant at) {
    Open now = open.remove(kind);
    if (ended.size() == KEPT) {
      ended.removeFirst();
    }
    ended.addLast(now.event());
    tell(kind, "end", now, at);
  }

  private void tell(String kind, String what, Open now, Instant at) {
    context.publish(
        kind,
        Map.of("event", what, "since", now.since().toString(), "duration_ms", millis(now, at)));
    now.event().put("event", what);
    now.event().put("start", now.since().toString());
    now.event().put("timestamp", at.toEpochMilli() / 1000.0);
    last(now, at);
    write(at);
  }

  private void renew(Open now, Instant at) {
    last(now, at);
    if (Duration.between(written, at).compareTo(RENEWED) >= 0) {
      write(at);
    }
  }

  private static void last(Open now, Instant at) {
    now.event().put("duration_ms", millis(now, at));
    now.event().put("expires_at", at.plus(SHOWN).toEpochMilli() / 1000.0);
  }

  private static long millis(Open now, Instant at) {
    return Duration.between(now.since(), at).toMillis();
  }

  private void write(Instant at) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    ArrayNode list = all.putArray("events");
    ended.forEach(list::add);
    open.values().forEach(now -> list.add(now.event()));
    try {
      Folders.write(file, json.writeValueAsBytes(all));
      written = at;
    } catch (IOException e) {
      context.logger().debug("{} could not be written", file, e);
    }
  }
}
