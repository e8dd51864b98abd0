package com.virtualpytest.host.tapo.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.PowerController.Relay;
import com.virtualpytest.host.simulators.tapo.Firmware;
import com.virtualpytest.host.simulators.tapo.PlugProfile;
import com.virtualpytest.host.simulators.tapo.VirtualPlug;
import com.virtualpytest.host.tck.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A plug as its driver opens it. */
@Timeout(120)
class TapoControllerTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String EMAIL = "tester@example.com";
  private static final String PASSWORD = "s3cret-Pass";

  @TempDir Path folder;
  private final OpenPlugs open = new OpenPlugs();
  private TestContext context;
  private VirtualPlug virtual;
  private TapoController controller;

  @BeforeEach
  void start() throws IOException {
    context = new TestContext(folder);
    virtual = VirtualPlug.start(PlugProfile.of(EMAIL, PASSWORD), Firmware.KLAP2, 0);
  }

  @AfterEach
  void stop() throws IOException {
    if (controller != null) {
      controller.close();
    }
    context.close();
    virtual.close();
  }

  private TapoController open(String password) throws Exception {
    Map<String, String> settings =
        Map.of(
            "POWER_NAME",
            "My Tapo",
            "POWER_IP",
            "127.0.0.1:" + virtual.port(),
            "POWER_EMAIL",
            EMAIL,
            "POWER_PWD",
            password);
    DeviceDefinition device = new DeviceDefinition("device2", "TV", "android_tv", settings);
    TapoDriver driver = new TapoDriver(open);
    assertThat(driver.serves(device)).isTrue();
    controller = (TapoController) driver.open(device, context);
    return controller;
  }

  private void awaitState(State state) {
    await().atMost(LONG).until(() -> controller.status().state(), found -> found == state);
  }

  private CommandResult run(String command) throws Exception {
    return controller.execute(new Command(command, Map.of(), Instant.now().plus(LONG)));
  }

  @Test
  void successMeansThatThePlugSaysSo() throws Exception {
    open(PASSWORD);

    assertThat(run("power_off").success()).isTrue();
    assertThat(virtual.isOn()).isFalse();
    assertThat(controller.relay()).isEqualTo(Relay.OFF);
    assertThat(run("toggle").data()).containsEntry("power_state", "on");
    assertThat(virtual.isOn()).isTrue();
    assertThat(controller.read().details()).containsEntry("nickname", "Virtual plug");
  }

  @Test
  void whatSomebodyElseDoesIsSeenAndPublished() throws Exception {
    open(PASSWORD);
    awaitState(State.READY);

    virtual.switchTo(false);

    await().atMost(LONG).until(() -> "The power is off".equals(controller.status().detail()));
    assertThat(context.events())
        .contains(new TestContext.Event("power", Map.of("power_state", "off")));
  }

  @Test
  void aPlugThatGoesIsOfflineAndComesBack() throws Exception {
    open(PASSWORD);
    awaitState(State.READY);

    virtual.unplug();
    awaitState(State.OFFLINE);
    assertThat(controller.status().hint()).contains("power and Wi-Fi");
    assertThat(run("power_on").message()).contains("cannot be reached");

    virtual.plugIn();
    awaitState(State.READY);
  }

  @Test
  void aWrongPasswordIsAFailureThatSaysWhatToDo() throws Exception {
    open("wrong");
    awaitState(State.FAILED);

    CommandResult result = run("power_on");

    assertThat(result.success()).isFalse();
    assertThat(result.message()).isEqualTo("The plug does not accept the e-mail or password");
    assertThat(result.hint()).contains("DEVICEn_POWER_PWD");
    assertThat(virtual.handshakes()).isEqualTo(1);
  }

  @Test
  void afterAReconnectTheAccountIsTriedAgain() throws Exception {
    virtual.changePassword("other");
    open(PASSWORD);
    awaitState(State.FAILED);

    virtual.changePassword(PASSWORD);

    assertThat(controller.reconnect().state()).isEqualTo(State.READY);
  }

  @Test
  void whatThePlugSpeaksIsRemembered() throws Exception {
    open(PASSWORD);
    awaitState(State.READY);

    assertThat(Files.readString(folder.resolve("protocol")))
        .isEqualTo("127.0.0.1:" + virtual.port() + " klap2\n");
  }

  @Test
  void aPlugWithoutMeterSaysSo() throws Exception {
    virtual.close();
    virtual =
        VirtualPlug.start(new PlugProfile("P100", "Kettle", EMAIL, PASSWORD), Firmware.KLAP1, 0);
    open(PASSWORD);

    await().atMost(LONG).until(() -> !controller.metering());
    assertThat(controller.energy()).isEmpty();
    assertThat(controller.status().state()).isEqualTo(State.READY);
  }

  @Test
  void aMeterIsReadInWatts() throws Exception {
    virtual.load(42.5);
    open(PASSWORD);

    await().atMost(LONG).until(() -> controller.energy().isPresent());
    assertThat(controller.energy().orElseThrow().powerW()).isEqualTo(42.5);
  }

  @Test
  void thePlugIsFoundByItsRoutesWhileAnotherGenerationOpensIt() throws Exception {
    open(PASSWORD);
    awaitState(State.READY);
    int logins = controller.plug().session().logins();

    controller.close();

    assertThat(open.get("device2")).isSameAs(controller);
    assertThatExceptionOfType(IOException.class).isThrownBy(controller::reconnect);
    assertThat(controller.plug().session().logins()).isEqualTo(logins);
  }

  @Test
  void aProbeTellsTheTruthOfNow() throws Exception {
    open(PASSWORD);
    awaitState(State.READY);
    virtual.unplug();

    Status status = controller.probe();

    assertThat(status.state()).isEqualTo(State.OFFLINE);
  }
}
