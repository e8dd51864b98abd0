package com.virtualpytest.host.simulators.android;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.simulators.android.AdbServer.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What adb sees of each fault, and that all is well after it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTest {

  @TempDir static Path folder;
  private AdbServer adb;
  private VirtualAndroid phone;
  private String serial;

  @BeforeAll
  void startServer() throws IOException {
    adb = new AdbServer(folder);
  }

  @AfterAll
  void stopServer() throws IOException {
    adb.close();
  }

  @BeforeEach
  void start() throws IOException {
    phone = VirtualAndroid.start(Profile.PHONE, 0);
    serial = adb.connect(phone);
  }

  @AfterEach
  void stop() {
    phone.close();
    adb.run("disconnect", serial);
  }

  @Test
  void whoRefusesIsOffline() {
    phone.fault(Fault.REFUSE);

    await().atMost(AdbServer.LONG).until(() -> !adb.state(phone).equals("device"));
    adb.run("disconnect", serial);
    assertThat(adb.run("connect", serial).out()).contains("Connection refused");

    phone.clearFaults();
    adb.connect(phone);
    assertThat(adb.run("-s", serial, "shell", "echo back").out()).isEqualTo("back\n");
  }

  @Test
  void whoIsFrozenSaysNothingAndGoesOnLater() throws IOException {
    phone.fault(Fault.FREEZE);
    Process shell = adb.start("-s", serial, "shell", "echo late");

    assertThat(adb.state(phone)).isEqualTo("device");
    assertThat(phone.services()).isEmpty();

    phone.clearFaults();
    assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("late\n");
  }

  @Test
  void aLinkBreaksInTheMiddleOfTheReply() {
    phone.fault(Fault.DROP);

    Answer answer = adb.run("-s", serial, "shell", "getprop");

    // adb itself takes the end of the stream for success: what arrived is the only evidence.
    assertThat(answer.out()).doesNotContain("sys.boot_completed");

    phone.clearFaults();
    adb.run("disconnect", serial);
    adb.connect(phone);
    assertThat(adb.run("-s", serial, "shell", "getprop").out()).contains("sys.boot_completed");
  }

  @Test
  void whoIsSlowAnswersInTheEnd() {
    phone.slow(Duration.ofMillis(50));

    assertThat(adb.run("-s", serial, "shell", "echo slow").out()).isEqualTo("slow\n");
  }

  @Test
  void theOwnerHasToAllowTheHost() {
    phone.fault(Fault.UNAUTHORIZED);
    adb.run("disconnect", serial);
    adb.run("connect", serial);
    await().atMost(AdbServer.LONG).until(() -> adb.state(phone).equals("unauthorized"));
    assertThat(adb.run("-s", serial, "shell", "echo no").code()).isNotZero();

    phone.clearFaults();
    await().atMost(AdbServer.LONG).until(() -> adb.state(phone).equals("device"));
  }

  @Test
  void anOldDeviceHasNoExitCodesAndATerminal() {
    phone.fault(Fault.NO_SHELL_V2);
    adb.run("disconnect", serial);
    adb.connect(phone);

    Answer answer = adb.run("-s", serial, "shell", "echo old; exit 3");

    assertThat(adb.run("-s", serial, "features").out()).doesNotContain("shell_v2");
    assertThat(answer.out()).isEqualTo("old\r\n");
    assertThat(answer.code()).isZero();
    assertThat(adb.run("-s", serial, "exec-out", "echo raw").out()).isEqualTo("raw\n");
  }

  @Test
  void aDumpMayBeNoXml() {
    phone.fault(Fault.GARBAGE_XML);

    assertThat(adb.run("-s", serial, "exec-out", "uiautomator dump /dev/tty").out())
        .contains("<<<&")
        .doesNotContain("</hierarchy>");
  }

  @Test
  void outputMayHaveNoEnd() throws IOException {
    phone.fault(Fault.HUGE_OUTPUT);
    Process shell = adb.start("-s", serial, "shell", "echo start");

    byte[] head = shell.getInputStream().readNBytes(4 << 20);
    shell.destroyForcibly();

    assertThat(head).hasSize(4 << 20);
    phone.clearFaults();
    assertThat(adb.run("-s", serial, "shell", "echo fine").out()).isEqualTo("fine\n");
  }

  @Test
  void withoutPowerNothingAnswersAndTheScreenIsDark() {
    adb.run("-s", serial, "shell", "am start -n com.example.notes/.MainActivity");
    phone.power(false);

    assertThat(phone.screen().page()).isEqualTo("off");
    await().atMost(AdbServer.LONG).until(() -> !adb.state(phone).equals("device"));

    phone.power(true);
    adb.connect(phone);
    assertThat(phone.screen().page()).isEqualTo("home");
  }

  @Test
  void aRebootEndsAppsAndKeepsFiles() {
    adb.run("-s", serial, "shell", "echo kept > /sdcard/kept; am start com.example.notes");
    adb.run("-s", serial, "reboot");

    await().atMost(AdbServer.LONG).until(() -> phone.screen().page().equals("home"));
    adb.connect(phone);
    assertThat(adb.run("-s", serial, "shell", "cat /sdcard/kept").out()).isEqualTo("kept\n");
    assertThat(phone.running("com.example.notes")).isFalse();
  }
}
