package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks of what is on a phone's screen. */
abstract class AndroidChecks {
  private final AndroidHost host;

  AndroidChecks(AndroidHost host) {
    this.host = host;
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
    JsonNode output = menu.json().path("output_data");
    assertThat(output.path("element_count").asInt()).isPositive();
    assertThat(output.path("raw_dump").size()).isEqualTo(output.path("element_count").asInt());
    assertThat(output.path("parsed_data").isObject()).isTrue();
    assertThat(output.at("/raw_dump/0").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "index",
            "tag",
            "text",
            "resource_id",
            "content_desc",
            "class_name",
            "bounds",
            "clickable",
            "enabled");
    String corner =
        "{\"verification\":{\"command\":\"getMenuInfo\",\"params\":{\"area\":"
            + "{\"x\":-9,\"y\":-9,\"width\":5,\"height\":5}}}}";
    assertThat(check("execute", corner).text("message"))
        .isEqualTo("Parsed 0 fields from 0 UI elements");
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
}
