package com.virtualpytest.host.host.internal.event;

import com.virtualpytest.host.api.event.Topics;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;

/**
 * Publishes through OSGi Event Admin, in its threads, so that no listener holds up the host. It is
 * there once the collector is, so that those who watch miss nothing of the start.
 */
@Component(
    configurationPolicy = ConfigurationPolicy.IGNORE,
    reference = @Reference(name = "collector", service = EventCollector.class))
public final class EventPublisher implements EventSink {

  private final EventAdmin eventAdmin;
  private final Clock clock = Clock.systemUTC();

  @Activate
  public EventPublisher(@Reference EventAdmin eventAdmin) {
    this.eventAdmin = eventAdmin;
  }

  @Override
  public void publish(String topic, Map<String, ?> properties) {
    Map<String, Object> all = new HashMap<>(properties);
    all.values().removeIf(value -> value == null);
    all.put(Topics.TIMESTAMP, clock.millis());
    eventAdmin.postEvent(new Event(topic, all));
  }
}
