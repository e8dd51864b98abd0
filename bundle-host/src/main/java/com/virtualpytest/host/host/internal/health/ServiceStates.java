package com.virtualpytest.host.host.internal.health;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.process.ProcessStatus;
import com.virtualpytest.host.host.internal.process.Processes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The states of what runs beside the API, in the words of the health answer. */
@Component(service = ServiceStates.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class ServiceStates {

  /** The processes that the health answer names; its clients know these words. */
  private static final Set<String> SHOWN = Set.of("xvfb", "x11vnc", "novnc", "adb", "ffmpeg");

  private final Processes processes;

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  private volatile List<ServiceReport> reports = List.of();

  @Activate
  public ServiceStates(@Reference Processes processes) {
    this.processes = processes;
  }

  /** Name to state; {@code running} means that a probe just got an answer. */
  public Map<String, String> states() {
    Map<String, String> states = new TreeMap<>();
    for (ProcessStatus process : processes.statuses()) {
      String name = SHOWN.stream().filter(process.name()::endsWith).findFirst().orElse(null);
      if (name != null) {
        states.merge(name, word(process.status().state()), ServiceStates::worse);
      }
    }
    for (ServiceReport report : reports) {
      report.status().ifPresent(status -> states.put(report.name(), word(status.state())));
    }
    return states;
  }

  private static String word(State state) {
    return state == State.READY ? "running" : state.wireName();
  }

  private static String worse(String one, String other) {
    return one.equals("running") ? other : one;
  }
}
