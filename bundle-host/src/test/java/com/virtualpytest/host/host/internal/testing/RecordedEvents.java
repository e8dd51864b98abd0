package com.virtualpytest.host.host.internal.testing;

import com.virtualpytest.host.host.internal.event.EventSink;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps events, as {@code topic device_id}. */
public final class RecordedEvents implements EventSink {

  private final List<String> events = new CopyOnWriteArrayList<>();

  @Override
  public void publish(String topic, Map<String, ?> properties) {
    Object to = properties.get("to");
    events.add(topic + " " + properties.get("device_id") + (to == null ? "" : " " + to));
  }

  public List<String> all() {
    return List.copyOf(events);
  }
}
