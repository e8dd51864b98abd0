package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pictures of screens, what is on them, and what is installed. */
abstract class AndroidScreens {
  private static final String TV = "{\"device_id\":\"device2\"}";
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

  private final AndroidHost host;

  AndroidScreens(AndroidHost host) {
    this.host = host;
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

  /** What stands for nothing has names on the wire; what is called the package is the id. */
  @Test
  void eachPartOfTheScreenComesAlone() {
    host.command("launch_app", "{\"package\":\"com.example.notes\"}");
    Answer picture = host.client().postNothing("/host/remote/takeScreenshot");
    assertThat(picture.status()).isEqualTo(200);
    assertThat(picture.json().fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("success", "screenshot", "device_id");
    assertThat(Base64.getDecoder().decode(picture.text("screenshot"))).startsWith(PNG);

    Answer dump = host.client().postNothing("/host/remote/dumpUi");
    assertThat(dump.status()).isEqualTo(200);
    assertThat(dump.json().fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("success", "elements", "device_id");
    JsonNode save = element(dump, "com.example.notes:id/save");
    assertThat(save.path("text").asText()).isEqualTo("Save");
    assertThat(save.path("contentDesc").asText()).isEqualTo("<no content-desc>");
    assertThat(save.path("className").asText()).isEqualTo("android.widget.Button");
    assertThat(save.path("xpath").asText())
        .startsWith("/node/")
        .endsWith("android.widget.Button[0]");
    assertThat(save.path("clickable").asBoolean() && save.path("enabled").asBoolean()).isTrue();
    JsonNode bounds = save.path("bounds");
    assertThat(bounds.path("right").asInt()).isGreaterThan(bounds.path("left").asInt());
    assertThat(bounds.path("bottom").asInt()).isGreaterThan(bounds.path("top").asInt());
    assertThat(element(dump, "<no resource-id>").path("text").asText()).isNotEmpty();
  }

  private static JsonNode element(Answer dump, String id) {
    for (JsonNode element : dump.json().path("elements")) {
      if (element.path("package").asText().equals(id)) {
        return element;
      }
    }
    throw new AssertionError(id + " is not in " + dump.body());
  }

  @Test
  void whatTheDeviceFailsAtIsSaidInItsWords() {
    String noDump = "Failed to dump UI: ERROR: could not get idle state.";
    String noPicture = "Failed to take screenshot: Unable to get display token";
    host.phone().replace("uiautomator", 0, "ERROR: could not get idle state.\n", "");
    host.phone().replace("screencap", 1, "", "Unable to get display token\n");
    host.phone().replace("pm", 255, "", "Error: no package manager\n");
    try {
      assertRefused("dumpUi", noDump);
      assertRefused("takeScreenshot", noPicture);
      assertRefused("screenshotAndDump", "Screenshot: " + noPicture + "; UI dump: " + noDump);
      assertRefused("getApps", "The device did not list its programs: Error: no package manager");
      Answer clicked = host.command("click_element", "{\"text\":\"x\"}");
      assertThat(clicked.status()).isEqualTo(200);
      assertThat(clicked.text("error")).isEqualTo(noDump);
      Answer checked =
          host.post("/host/verification/adb/waitForElementToDisappear", "{\"search_term\":\"x\"}");
      assertThat(checked.status()).isEqualTo(500);
      assertThat(checked.text("error")).isEqualTo("ADB waitForElementToDisappear error: " + noDump);
    } finally {
      host.phone().clearFaults();
    }
  }

  private void assertRefused(String path, String error) {
    Answer answer = host.client().postNothing("/host/remote/" + path);
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.json().path("success").asBoolean(true)).isFalse();
    assertThat(answer.text("error")).isEqualTo(error);
    assertThat(answer.text("device_id")).isEqualTo("device1");
  }

  @Test
  void appsAreListedWholeForBoth() {
    Answer answer = host.client().postNothing("/host/remote/getApps");
    assertThat(answer.json().fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("success", "apps", "device_id");
    JsonNode phone = answer.json().path("apps");
    assertThat(phone.size()).isGreaterThan(40);
    assertThat(phone.findValuesAsText("packageName")).contains("com.android.settings");
    JsonNode tv = host.post("/host/remote/getApps", TV).json().path("apps");
    assertThat(tv.get(0).path("label")).isEqualTo(tv.get(0).path("packageName"));
  }

  @Test
  void elementsAreFoundWithTheirReason() {
    host.command("launch_app", "{\"package\":\"com.android.settings\"}");
    JsonNode found = host.command("find_element", "{\"search_term\":\"network &\"}").json();
    assertThat(found.path("success").asBoolean()).isTrue();
    assertThat(found.path("total_matches").asInt()).isEqualTo(1);
    JsonNode match = found.path("matches").get(0);
    assertThat(match.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "element_id",
            "match_reason",
            "text",
            "content_desc",
            "resource_id",
            "class_name",
            "bounds",
            "clickable");
    assertThat(match.path("match_reason").asText()).isEqualTo("Text: 'Network & internet'");
    assertThat(match.path("bounds").asText()).matches("\\[\\d+,\\d+]\\[\\d+,\\d+]");
    String id = match.path("element_id").asText();
    Answer clicked = host.command("click_element_by_id", "{\"element_id\":\"" + id + "\"}");
    assertThat(clicked.text("success")).as(clicked.body()).isEqualTo("true");
    assertThat(host.phone().screen().page()).startsWith("settings/Network");
    assertThat(host.command("find_element", "{\"search_term\":\"nothing\"}").json().path("success"))
        .hasToString("true");
  }
}
