package com.virtualpytest.host.host.internal.event;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.virtualpytest.host.api.event.Topics;
import java.time.Instant;
import java.util.Map;

/**
 * Something that happened, as clients see it.
 *
 * @param number its place in the order of all
 * @param type the end of its topic: {@code controller/state}
 * @param time when it happened
 * @param properties what the publisher told; plain values
 */
record HostEvent(
    @JsonIgnore long number,
    String type,
    Instant time,
    @JsonAnyGetter Map<String, Object> properties) {

  /** The first part of the type: {@code controller}. */
  String category() {
    int slash = type.indexOf('/');
    return slash < 0 ? type : type.substring(0, slash);
  }

  /** The device that it is about; an empty text when it is about none. */
  String deviceId() {
    return properties.get(Topics.DEVICE_ID) instanceof String id ? id : "";
  }
}
