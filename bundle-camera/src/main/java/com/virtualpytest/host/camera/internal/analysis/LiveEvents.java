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
import java.util.Map;

/** What goes on in a source, from its beginning to its end, and for a minute after. */
final class LiveEvents {
  private static final Duration SHOWN = Duration.ofSeconds(60);
  private static final int KEPT = 50;

  private final Path file;
  private final DriverContext context;
  private final Map<String, Instant> open = new HashMap<>();
  private final Deque<ObjectNode> told = new ArrayDeque<>();
  private final ObjectMapper json = new ObjectMapper();

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
    Instant before = open.get(kind);
    if (since != null && before == null) {
      open.put(kind, since);
      tell(kind, "begin", since, at, at);
    } else if (since == null && before != null) {
      open.remove(kind);
      tell(kind, "end", before, at, at);
    }
    Instant now = open.get(kind);
    if (now != null) {
      still.put(kind + "_event_start", now.toString());
      still.put(kind + "_event_duration_ms", Duration.between(now, at).toMillis());
    }
  }

  private void tell(String kind, String what, Instant since, Instant until, Instant at) {
    long millis = Duration.between(since, until).toMillis();
    context.publish(kind, Map.of("event", what, "since", since.toString(), "duration_ms", millis));
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("event_type", kind);
    event.put("event", what);
    event.put("start", since.toString());
    event.put("duration_ms", millis);
    event.put("timestamp", at.toEpochMilli() / 1000.0);
    event.put("expires_at", at.plus(SHOWN).toEpochMilli() / 1000.0);
    if (told.size() == KEPT) {
      told.removeFirst();
    }
    told.addLast(event);
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    ArrayNode list = all.putArray("events");
    told.forEach(list::add);
    try {
      Folders.write(file, json.writeValueAsBytes(all));
    } catch (IOException e) {
      context.logger().debug("{} could not be written", file, e);
    }
  }
}
