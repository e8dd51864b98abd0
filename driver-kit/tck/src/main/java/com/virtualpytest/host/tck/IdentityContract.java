package com.virtualpytest.host.tck;

import static com.virtualpytest.host.tck.Findings.check;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.DesktopController;
import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.api.driver.DriverInfo;
import com.virtualpytest.host.api.driver.PowerController;
import com.virtualpytest.host.api.driver.RemoteController;
import com.virtualpytest.host.api.driver.SerialController;
import com.virtualpytest.host.api.driver.VerificationController;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who a driver is, and which devices are its business. */
interface IdentityContract {
  Bench bench();

  @Test
  default void infoIsAlwaysTheSame() throws Exception {
    Driver driver = bench().driver();
    DriverInfo info = driver.info();
    check(info != null, "info() is null", "Return DriverInfo.of(name, capabilities)");
    check(
        info.equals(driver.info()) && info.equals(bench().driver().info()),
        "info() differs from call to call, or from one driver object to the next",
        "info() is constant: let it depend on nothing");
  }

  @Test
  default void itServesItsDevice() throws Exception {
    check(
        bench().driver().serves(bench().subject().device()),
        "serves() is false for the device of the test",
        "Let serves() look for what tells your devices from others, in the device's settings");
  }

  @Test
  default void itLeavesOtherDevicesAlone() throws Exception {
    DeviceDefinition other = new DeviceDefinition("device12", "Other", "unknown", Map.of());
    check(
        !bench().driver().serves(other),
        "serves() is true for a device without any settings",
        "Let serves() be true only for devices that are meant for this driver");
  }

  @Test
  default void aDeviceWithAMistakeIsServedStill() throws Exception {
    for (WrongSetting wrong : bench().subject().wrongSettings()) {
      check(
          bench().driver().serves(bench().with(wrong)),
          "serves() is false when " + wrong.setting() + " is wrong, so nobody tells the user",
          "serves() looks only for what makes the device yours; open() says what is wrong");
    }
  }

  @Test
  default void servesTouchesNothing() throws Exception {
    DriverSubject subject = bench().subject();
    Driver driver = bench().driver();
    subject.hardware().takeAway();
    int sockets = OpenFiles.sockets().size();
    for (int i = 0; i < 100; i++) {
      bench()
          .call(
              "serves",
              Bench.ANSWER,
              "serves() answers at once, from the settings alone",
              () -> driver.serves(subject.device()));
    }
    bench().awaitNoThreads("after serves()", "serves() starts nothing");
    int now = OpenFiles.sockets().size();
    check(now < sockets + 50, "serves() opened sockets", "serves() touches no hardware");
  }

  @Test
  default void theSettingsThatItReadsAreAnnounced() throws Exception {
    Set<String> read = new HashSet<>(bench().subject().device().settings().keySet());
    bench().subject().wrongSettings().stream()
        .filter(wrong -> !wrong.hostWide())
        .forEach(wrong -> read.add(wrong.setting()));
    read.removeAll(bench().driver().info().settings());
    check(
        read.isEmpty(),
        "info() does not announce " + read + ", so the host warns that nobody reads them",
        "Add them: DriverInfo.of(...).withSettings(...)");
  }

  @Test
  default void theControllerDoesWhatIsAnnounced() throws Exception {
    Map<Capability, Class<? extends Controller>> types =
        Map.of(
            Capability.POWER, PowerController.class,
            Capability.REMOTE, RemoteController.class,
            Capability.SERIAL, SerialController.class,
            Capability.DESKTOP, DesktopController.class,
            Capability.VERIFICATION, VerificationController.class);
    Controller controller = bench().open().controller();
    for (Capability capability : bench().driver().info().capabilities()) {
      Class<?> type = types.getOrDefault(capability, Controller.class);
      check(
          type.isInstance(controller),
          "info() announces " + capability + ", but the controller is no " + type.getSimpleName(),
          "Implement " + type.getSimpleName() + " or take the capability out of info()");
    }
  }
}
