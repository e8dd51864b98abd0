package com.virtualpytest.host.host.internal.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.host.internal.settings.HostSettings;
import com.virtualpytest.host.host.internal.testing.FakeProcesses;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatedDevicesTest {
  private final FakeProcesses processes = new FakeProcesses();

  @Test
  void theyAreAProcessOfTheInstallation() {
    new SimulatedDevices(
        HostSettings.of(Map.of("SIMULATE", "demo --port-base 20000", "HOST_HOME", "/opt/host")),
        processes);

    assertThat(processes.processes())
        .singleElement()
        .satisfies(
            process ->
                assertThat(process.description().command())
                    .containsExactly("/opt/host/bin/simulate", "demo", "--port-base", "20000"));
  }

  @Test
  void withoutTheSettingThereAreNone() {
    new SimulatedDevices(HostSettings.of(Map.of()), processes);

    assertThat(processes.processes()).isEmpty();
  }
}
