package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server and its pages ask of phones and TVs, and what they get. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class AndroidIT {

  private static final List<String> NEED_NO_BODY =
      List.of(
          "/host/system/rebootHost",
          "/host/navigation/cache/populate/tree",
          "/host/navigation/execute");

  private AndroidHost host;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    host = new AndroidHost(folder);
  }

  @AfterAll
  void end() {
    host.close();
  }

  @BeforeEach
  void home() {
    host.command("press_key", "{\"key\":\"HOME\"}");
  }

  private void requireOk(Answer answer, String command) {
    assertThat(answer.body())
        .isEqualToIgnoringWhitespace(
            "{\"success\":true,\"message\":\"Command "
                + command
                + " executed successfully\",\"device_id\":\"device1\"}");
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void commandsChangeWhatThePhoneShows() {
    requireOk(host.command("launch_app", "{\"package\":\"com.android.settings\"}"), "launch_app");
    assertThat(host.phone().screen().page()).isEqualTo("settings");
    requireOk(host.command("click_element", "{\"element_text\":\"Display\"}"), "click_element");
    assertThat(host.phone().screen().page()).isEqualTo("settings/Display");
    requireOk(host.command("press_key", "{\"key\":\"back\"}"), "press_key");
    requireOk(host.command("swipe_up", "{}"), "swipe_up");
    assertThat(host.phone().screen().scroll()).isPositive();
    requireOk(host.command("close_app", "{\"package\":\"com.android.settings\"}"), "close_app");
    assertThat(host.phone().screen().page()).isEqualTo("home");
  }

  @Test
  void aTextWithEverythingInItIsTypedAsItIs() {
    String text = "it's \\\"5%\\\"; $(id) `id` & <b> \u00e9\u20ac";
    requireOk(host.command("launch_app", "{\"package\":\"com.example.notes\"}"), "launch_app");
    assertThat(host.command("input_text", "{\"text\":\"\u00e9\"}").text("hint"))
        .contains("ADBKeyboard");
    host.post(
        "/host/adb/devices/device1/shell",
        "{\"argv\":[\"sh\",\"-c\",\"ime enable com.android.adbkeyboard/.AdbIME && ime set"
            + " com.android.adbkeyboard/.AdbIME\"]}");
    Answer typed = host.command("input_text", "{\"text\":\"" + text + "\"}");
    assertThat(typed.text("success")).as(typed.body()).isEqualTo("true");
    assertThat(host.phone().screen().field())
        .endsWith("it's \"5%\"; $(id) `id` & <b> \u00e9\u20ac");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/host/takeControl",
        "/host/releaseControl",
        "/host/tickets",
        "/host/remote/executeCommand",
        "/host/remote/tapCoordinates",
        "/host/remote/takeScreenshot",
        "/host/remote/dumpUi",
        "/host/remote/getApps",
        "/host/remote/screenshotAndDump",
        "/host/power/getStatus",
        "/host/power/executeCommand",
        "/host/serial/getStatus",
        "/host/serial/executeCommand",
        "/host/desktop/bash/executeCommand",
        "/host/desktop/pyautogui/executeCommand",
        "/host/verification/executeBatch",
        "/host/verification/adb/execute",
        "/host/verification/adb/waitForElementToAppear",
        "/host/verification/adb/waitForElementToDisappear",
        "/host/action/executeBatch",
        "/host/system/rebootHost",
        "/host/navigation/cache/populate/tree",
        "/host/navigation/execute",
        "/host/adb/connect",
        "/host/adb/disconnect",
        "/host/adb/pair",
        "/host/adb/devices/device1/shell",
        "/host/adb/devices/device3/reboot"
      })
  void whateverIsPostedIsAnsweredInJsonAndNeverWithAFault(String path) {
    assertAnswered(host.client().postNothing(path));
    assertAnswered(host.post(path, "{\"device_id\":null}"));
    assertAnswered(host.post(path, "{\"device_id\":\"device3\",\"of_a_later_version\":[{}]}"));
    Answer array = host.post(path, "[1]");
    assertAnswered(array);
    if (!NEED_NO_BODY.contains(path)) {
      assertThat(array.status()).as(array.body()).isEqualTo(400);
    }
  }

  private static void assertAnswered(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isNotEqualTo(500).isNotEqualTo(502);
    assertThat(answer.json().isObject()).as(answer.body()).isTrue();
    if (answer.status() >= 400) {
      assertThat(answer.json().path("success").asBoolean(true)).as(answer.body()).isFalse();
      assertThat(answer.text("error")).as(answer.body()).isNotBlank();
    }
  }

  @Test
  void waitTimeHoldsTheAnswerBackOnce() {
    long begin = System.nanoTime();
    requireOk(host.command("press_key", "{\"key\":\"HOME\",\"wait_time\":1000}"), "press_key");
    // less than twice: on the way there is nothing else that takes a second
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(1));
    assertThat(host.command("press_key", "{\"key\":\"HOME\",\"wait_time\":-1}").status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "press_key | {'key':'FLY'} | key is not known",
        "press_key | {} | key is missing",
        "launch_app | {'package':'com.example.nosuch'} | The device has no activity to launch for com.example.nosuch",
        "launch_app | {'package':'a; reboot'} | package must be a package name such as com.example.app",
        "click_element | {'text':'No such thing'} | No element on the screen fits 'No such thing'",
        "find_element | {} | No search term provided",
        "dance | {} | Unknown command: dance. Known are press_key, input_text, launch_app, close_app, click_element, tap_coordinates, get_installed_apps, click_element_by_id, dump_elements, find_element, swipe, swipe_up, SWIPE_UP, swipe_down, SWIPE_DOWN, swipe_left, SWIPE_LEFT, swipe_right, SWIPE_RIGHT",
      })
  void whatFailsIsAnsweredWith200AndTheReason(String command, String params, String error) {
    Answer answer = host.command(command, params.replace('\'', '"'));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("success").asBoolean(true)).isFalse();
    assertThat(answer.text("message")).isEqualTo("Command " + command + " failed");
    assertThat(answer.text("error")).isEqualTo(error);
    assertThat(answer.text("device_id")).isEqualTo("device1");
    assertThat(answer.text("code")).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "executeCommand | {} | 400 | command is required",
        "executeCommand | {'command':'x','device_id':'device9'} | 404 | Device device9 not found",
        "executeCommand | {'command':'x','remote_type':'appium'} | 404 | No remote controller found for device device1",
        "executeCommand | {'command':'x','device_id':'host'} | 404 | No remote controller found for device host",
        "tapCoordinates | {'x':1} | 400 | Missing required parameters: x, y",
        "tapCoordinates | {'x':1,'y':'b'} | 400 | y must be a whole number from 0 to 100000",
        "dumpUi | {'device_id':'device2'} | 400 | UI dump not supported by this remote controller",
        "takeScreenshot | {'device_id':'device9'} | 404 | Device device9 not found",
        "takeScreenshot | {'device_id':'device3'} | 400 | DEVICE3_IP is not set",
      })
  void whatIsWrongWithARequestIsSaid(String path, String body, int status, String error) {
    Answer answer = host.post("/host/remote/" + path, body.replace('\'', '"'));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.text("error")).isEqualTo(error);
    assertThat(answer.json().path("success").asBoolean(true)).isFalse();
  }

  @Test
  void tapsSayWhere() {
    Answer tap = host.post("/host/remote/tapCoordinates", "{\"x\":5,\"y\":6}");
    assertThat(tap.text("message")).isEqualTo("Tap executed at coordinates (5, 6)");
    assertThat(host.phone().inputs()).last().isEqualTo("tap 5 6");
  }

  @Test
  void aTvIsDrivenByItsKeys() {
    host.post(
        "/host/remote/executeCommand",
        "{\"device_id\":\"device2\",\"remote_type\":\"android_tv\",\"command\":\"press_key\","
            + "\"params\":{\"key\":\"DPAD_DOWN\"}}");
    assertThat(host.tv().inputs()).last().isEqualTo("keyevent KEYCODE_DPAD_DOWN");
    Answer swipe =
        host.post(
            "/host/remote/executeCommand", "{\"device_id\":\"device2\",\"command\":\"swipe_up\"}");
    assertThat(swipe.status()).isEqualTo(200);
    assertThat(swipe.text("success")).isEqualTo("false");
  }

  @Test
  void aDeviceWithoutAnAddressSaysSo() {
    JsonNode remote =
        host.client().get("/host/devices").json().at("/devices/3/controllers/remote/status");
    assertThat(remote.path("state").asText()).isEqualTo("failed");
    assertThat(remote.path("detail").asText()).isEqualTo("DEVICE3_IP is not set");
  }

  @Nested
  class Screens extends AndroidScreens {
    Screens() {
      super(host);
    }
  }

  @Nested
  class Checks extends AndroidChecks {
    Checks() {
      super(host);
    }
  }
}
