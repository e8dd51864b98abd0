package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
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
  private static final String TV = "{\"device_id\":\"device2\"}";
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

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
  void theScreenComesAsAPictureAndAsAList() throws Exception {
    host.command("launch_app", "{\"package\":\"com.android.settings\"}");
    Answer both = host.client().postNothing("/host/remote/screenshotAndDump");
    assertThat(both.status()).isEqualTo(200);
    assertThat(Base64.getDecoder().decode(both.text("screenshot"))).startsWith(PNG);
    List<String> texts = new ArrayList<>();
    for (JsonNode element : both.json().path("elements")) {
      assertThat(element.fieldNames())
          .toIterable()
          .containsExactlyInAnyOrder(
              "id",
              "text",
              "className",
              "contentDesc",
              "package",
              "bounds",
              "clickable",
              "enabled",
              "xpath");
      assertThat(element.path("id").asInt()).isEqualTo(texts.size() + 1);
      texts.add(element.path("text").asText());
    }
    assertThat(texts).contains("Network & internet").containsAll(host.phone().screen().texts());

    Answer tv = host.post("/host/remote/screenshotAndDump", TV);
    assertThat(tv.status()).isEqualTo(200);
    assertThat(tv.json().has("elements")).isFalse();

    HttpResponse<byte[]> png =
        host.client()
            .http()
            .send(
                host.client().keyed("/host/remote/device2/screenshot.png").build(),
                BodyHandlers.ofByteArray());
    assertThat(png.headers().firstValue("Content-Type")).contains("image/png");
    assertThat(png.body()).startsWith(PNG);
    assertThat(host.client().getWithoutKey("/host/remote/device2/screenshot.png").status())
        .isEqualTo(401);
  }

  @Test
  void appsAreListedWholeForBoth() {
    JsonNode phone = host.client().postNothing("/host/remote/getApps").json().path("apps");
    assertThat(phone.size()).isGreaterThan(40);
    assertThat(phone.findValuesAsText("packageName")).contains("com.android.settings");
    JsonNode tv = host.post("/host/remote/getApps", TV).json().path("apps");
    assertThat(tv.get(0).path("label")).isEqualTo(tv.get(0).path("packageName"));
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
  void elementsAreFoundWithTheirReason() {
    host.command("launch_app", "{\"package\":\"com.android.settings\"}");
    JsonNode found = host.command("find_element", "{\"search_term\":\"network &\"}").json();
    assertThat(found.path("success").asBoolean()).isTrue();
    assertThat(found.path("total_matches").asInt()).isEqualTo(1);
    JsonNode match = found.path("matches").get(0);
    assertThat(match.path("match_reason").asText()).isEqualTo("Text: 'Network & internet'");
    assertThat(match.path("bounds").asText()).matches("\\[\\d+,\\d+]\\[\\d+,\\d+]");
    String id = match.path("element_id").asText();
    requireOk(
        host.command("click_element_by_id", "{\"element_id\":\"" + id + "\"}"),
        "click_element_by_id");
    assertThat(host.phone().screen().page()).startsWith("settings/Network");
    assertThat(host.command("find_element", "{\"search_term\":\"nothing\"}").json().path("success"))
        .hasToString("true");
  }

  private Answer check(String what, String body) {
    return host.post("/host/verification/adb/" + what, body);
  }

  @Test
  void checksPassAndFail() {
    host.command("launch_app", "{\"package\":\"com.android.settings\"}");
    Answer pass = check("waitForElementToAppear", "{\"search_term\":\"nothing|display\"}");
    assertThat(pass.status()).isEqualTo(200);
    assertThat(pass.text("message")).matches("Element found after \\d\\.\\ds using term 'display'");
    JsonNode body = pass.json();
    assertThat(body.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "success",
            "message",
            "verification_type",
            "resultType",
            "matchingResult",
            "userThreshold",
            "imageFilter",
            "extractedText",
            "searchedText",
            "command",
            "device_id");
    assertThat(body.path("verification_type").asText()).isEqualTo("adb");
    assertThat(body.path("resultType").asText()).isEqualTo("PASS");
    assertThat(body.path("matchingResult").asDouble()).isEqualTo(1.0);
    assertThat(body.path("userThreshold").asDouble()).isEqualTo(0.8);
    assertThat(body.path("extractedText").asText()).matches("Found \\d+ matches");
    assertThat(body.path("searchedText").asText()).isEqualTo("nothing|display");

    Answer fail = check("waitForElementToAppear", "{\"search_term\":\"xyzzy\",\"timeout\":100}");
    assertThat(fail.status()).isEqualTo(200);
    assertThat(fail.text("message")).matches("Element 'xyzzy' not found after \\d+\\.\\ds");
    assertThat(fail.text("resultType")).isEqualTo("FAIL");
    assertThat(fail.text("extractedText")).isEqualTo("No matches found");

    Answer gone = check("waitForElementToDisappear", "{\"search_term\":\"xyzzy\"}");
    assertThat(gone.text("message")).matches("Element 'xyzzy' disappeared after \\d\\.\\ds");
    assertThat(gone.text("extractedText")).isEqualTo("Found 0 matches");
    Answer present = check("waitForElementToDisappear", "{\"search_term\":\"Display\"}");
    assertThat(present.text("message")).matches("Element 'Display' still present after \\d\\.\\ds");
    assertThat(present.text("success")).isEqualTo("false");
  }

  @Test
  void checksCanBeNamedInTheBody() {
    host.command("launch_app", "{\"package\":\"com.android.settings\"}");
    Answer named =
        check(
            "execute",
            "{\"verification\":{\"command\":\"waitForElementToAppear\",\"params\":{\"search_term\":\"Display\"}}}");
    assertThat(named.text("resultType")).isEqualTo("PASS");
    assertThat(named.json().has("command")).isFalse();
    assertThat(check("execute", "{\"verification\":{}}").text("message"))
        .isEqualTo("No search term specified for ADB verification");
    Answer menu = check("execute", "{\"verification\":{\"command\":\"getMenuInfo\"}}");
    assertThat(menu.text("message")).matches("Parsed \\d+ fields from \\d+ UI elements");
    assertThat(menu.json().at("/output_data/element_count").asInt()).isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "waitForElementToAppear | {} | 400 | search_term is required",
        "waitForElementToDisappear | {'search_term':''} | 400 | search_term is required",
        "waitForElementToAppear | {'search_term':'x','device_id':'device2'} | 404 | No verification_adb controller found for device device2",
        "waitForElementToAppear | {'search_term':'x','device_id':'device9'} | 404 | No verification_adb controller found for device device9",
        "waitForElementToAppear | {'search_term':'x','device_id':'device3'} | 500 | ADB waitForElementToAppear error: DEVICE3_IP is not set",
        "waitForElementToAppear | {'search_term':'x','timeout':'soon'} | 400 | timeout must be a number of milliseconds",
        "execute | {} | 400 | verification is required",
      })
  void whatIsWrongWithACheckIsSaid(String path, String body, int status, String error) {
    Answer answer = check(path, body.replace('\'', '"'));
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.text("error")).isEqualTo(error);
  }

  @Test
  void theStatusOfVerificationNamesWhatThereIs() {
    JsonNode status = host.client().get("/host/verification/getStatus?device_id=device1").json();
    assertThat(status.toString())
        .isEqualTo(
            "{\"success\":true,\"status\":\"ready\",\"controllers_available\":[\"remote\","
                + "\"verification_adb\"],\"message\":\"Verification system is ready\","
                + "\"host_connected\":true,\"device_id\":\"device1\","
                + "\"device_model\":\"android_mobile\",\"device_name\":\"Phone\"}");
    assertThat(host.client().get("/host/verification/getStatus?device_id=device9").status())
        .isEqualTo(404);
  }

  @Test
  void aDeviceWithoutAnAddressSaysSo() {
    JsonNode remote =
        host.client().get("/host/devices").json().at("/devices/3/controllers/remote/status");
    assertThat(remote.path("state").asText()).isEqualTo("failed");
    assertThat(remote.path("detail").asText()).isEqualTo("DEVICE3_IP is not set");
  }
}
