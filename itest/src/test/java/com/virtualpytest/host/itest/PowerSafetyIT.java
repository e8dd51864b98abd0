package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.simulators.tapo.Firmware;
import com.virtualpytest.host.simulators.tapo.PlugProfile;
import com.virtualpytest.host.simulators.tapo.VirtualPlug;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a power cycle switched off is switched on again, whatever becomes of the host. */
class PowerSafetyIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private VirtualPlug plug;
  private HostLaunch launch;

  @BeforeEach
  void plug() throws IOException {
    plug = VirtualPlug.start(PlugProfile.of(PlugHost.EMAIL, PlugHost.PASSWORD), Firmware.KLAP2, 0);
    launch = PlugHost.in(folder, plug);
  }

  @AfterEach
  void unplug() throws IOException {
    plug.close();
  }

  private HostProcess hostInTheOffPhase() throws IOException {
    HostProcess host = launch.startAndAwaitReady();
    PlugHost.awaitConnected(host, "device1");
    Client client = host.client();
    client
        .http()
        .sendAsync(
            client
                .keyed("/host/power/executeCommand")
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        PlugHost.body("device1", "reboot", "{\"off_seconds\":500}")))
                .build(),
            BodyHandlers.ofString());
    host.awaitTrue("the plug is off", () -> !plug.isOn());
    return host;
  }

  @Test
  void aHostThatStopsSwitchesOn() throws IOException {
    try (HostProcess host = hostInTheOffPhase()) {
      host.signal("TERM");
      host.awaitExit();

      assertThat(plug.isOn()).isTrue();
    }
  }

  @Test
  void theNextHostSwitchesOnWhatAKilledOneLeftOff() throws IOException {
    try (HostProcess host = hostInTheOffPhase()) {
      HostProcess.signal("KILL", host.jvm());
    }
    assertThat(plug.isOn()).isFalse();

    try (HostProcess next = launch.startAndAwaitReady()) {
      next.awaitTrue("the plug is on", plug::isOn);
      assertThat(next.output()).doesNotContain(PlugHost.PASSWORD);
    }
  }

  @Test
  void thePlugMayComeBackLate() throws IOException {
    try (HostProcess host = hostInTheOffPhase()) {
      HostProcess.signal("KILL", host.jvm());
    }
    plug.unplug();
    try (HostProcess next = launch.startAndAwaitReady()) {
      next.awaitAnswer("/host/tapo", answer -> answer.body().contains("offline"));
      plug.plugIn();
      await("the plug is on").atMost(PATIENCE).until(plug::isOn);
    }
  }
}
