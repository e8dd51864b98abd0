package com.virtualpytest.host.host.internal.simulate;

import com.virtualpytest.host.api.process.Probe;
import com.virtualpytest.host.api.process.ProcessDescription;
import com.virtualpytest.host.api.process.ProcessSupervisor;
import com.virtualpytest.host.host.internal.settings.HostSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Starts virtual hardware with the host when {@code SIMULATE} says which, so that a host without
 * any hardware has something to lend. A process of its own, like the real thing.
 */
@Component(
    service = SimulatedDevices.class,
    immediate = true,
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class SimulatedDevices {
  static final String PROCESS = "simulators";

  @Activate
  public SimulatedDevices(
      @Reference HostSettings settings, @Reference ProcessSupervisor processes) {
    settings
        .get("SIMULATE")
        .ifPresent(what -> processes.run(description(settings.installation(), what)));
  }

  private static ProcessDescription description(Path installation, String what) {
    List<String> command = new ArrayList<>();
    command.add(installation.resolve("bin/simulate").toString());
    command.addAll(List.of(what.strip().split("\\s+")));
    return ProcessDescription.of(PROCESS, command.toArray(String[]::new))
        .withEnvironment(Map.of("JAVA_HOME", System.getProperty("java.home")))
        .readyWhen(new Probe.Output("^ready$"), Duration.ofSeconds(30))
        .explain(
            "[Aa]ddress already in use",
            "a port of the virtual devices is taken",
            "End what has it, or take SIMULATE out of the settings");
  }
}
