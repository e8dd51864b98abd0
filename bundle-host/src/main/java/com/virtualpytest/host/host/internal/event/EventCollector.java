package com.virtualpytest.host.host.internal.event;

import com.virtualpytest.host.api.event.Topics;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;
import org.osgi.service.event.propertytypes.EventTopics;

/** Keeps the events of the host for those who watch. */
@Component(
    service = {EventCollector.class, EventHandler.class},
    immediate = true,
    configurationPolicy = ConfigurationPolicy.IGNORE)
@EventTopics(Topics.ROOT + "*")
public final class EventCollector implements EventHandler {
  private static final int KEPT = 4096;

  private final EventLog log = new EventLog(System.currentTimeMillis(), KEPT);

  EventLog log() {
    return log;
  }

  @Override
  public void handleEvent(Event event) {
    Map<String, Object> properties = new TreeMap<>();
    for (String name : event.getPropertyNames()) {
      Object value = new PlainValues().copy(event.getProperty(name));
      if (value != null) {
        properties.put(name, value);
      }
    }
    properties.remove(EventConstants.EVENT_TOPIC);
    Instant time =
        properties.remove(Topics.TIMESTAMP) instanceof Long millis
            ? Instant.ofEpochMilli(millis)
            : Instant.now();
    // the names of the envelope are the host's
    properties.remove("type");
    properties.remove("time");
    log.add(event.getTopic().substring(Topics.ROOT.length()), time, properties);
  }
}
