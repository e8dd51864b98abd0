package com.virtualpytest.host.tck;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of drivers. Its subclass in the author's project is the whole test:
 *
 * <pre>{@code
 * class ShellyContractTest extends DriverContract {
 *   private VirtualShelly shelly;
 *
 *   public void start(Path folder) throws IOException { shelly = VirtualShelly.start(); }
 *   public void stop() { shelly.close(); }
 *   public Driver newDriver() { return new ShellyDriver(); }
 *   public DeviceDefinition device() { return ... shelly.port() ...; }
 *   public List<WrongSetting> wrongSettings() { return List.of(WrongSetting.missing("POWER_IP")); }
 *   public Hardware hardware() { return shelly; }
 * }
 * }</pre>
 *
 * <p>Each test starts with a new simulator. What a driver starts is known by the thread group that
 * its calls run in, so the simulator may live in the same process. Open files and child programs
 * are told apart on Linux only, where the host runs.
 */
@Timeout(300)
public abstract class DriverContract
    implements DriverSubject,
        IdentityContract,
        SettingsContract,
        LifecycleContract,
        CleanupContract,
        StatusContract,
        CommandContract,
        DeadlineContract,
        HandOverContract,
        SecrecyContract {

  private Bench bench;

  @BeforeEach
  final void prepareBench(@TempDir Path folder) throws Exception {
    bench = Bench.start(this, folder);
  }

  @AfterEach
  final void closeBench() throws Exception {
    try {
      if (bench != null) {
        bench.close();
      }
    } finally {
      stop();
    }
  }

  @Override
  public final Bench bench() {
    return bench;
  }
}
