package com.virtualpytest.host.host.internal.event;

import java.util.Map;

/** Where the host's own parts leave their events. Safe for all threads; never blocks. */
@FunctionalInterface
public interface EventSink {

  /**
   * Publishes an event; the time is added.
   *
   * @param topic a whole topic, see {@link com.virtualpytest.host.api.event.Topics}
   * @param properties values that JSON can hold, no secrets; null values are left out
   */
  void publish(String topic, Map<String, ?> properties);
}
