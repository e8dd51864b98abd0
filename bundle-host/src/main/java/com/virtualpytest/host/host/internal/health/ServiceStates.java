package com.virtualpytest.host.host.internal.health;

import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** The states of what runs beside the API, in the words of the health answer. */
@Component(service = ServiceStates.class)
public final class ServiceStates {

  /** Name to state; {@code running} means that a probe just got an answer. */
  public Map<String, String> states() {
    return Map.of();
  }
}
