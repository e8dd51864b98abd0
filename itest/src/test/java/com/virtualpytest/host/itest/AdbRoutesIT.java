package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.virtualpytest.host.simulators.android.VirtualAndroid;
import com.virtualpytest.host.simulators.android.device.Apk;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The routes of the adb bundle's own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class AdbRoutesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private AndroidHost host;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    host = new AndroidHost(folder);
  }

  @AfterAll
  void end() {
    host.close();
  }

  @Test
  void theServerAndWhatItSeesAreTold() {
    JsonNode server = host.client().get("/host/adb").json();
    assertThat(server.path("state").asText()).isEqualTo("ready");
    assertThat(server.path("started_here").asBoolean()).isTrue();
    assertThat(server.path("version").asInt()).isPositive();
    JsonNode devices = host.client().get("/host/adb/devices").json().path("devices");
    assertThat(devices.findValuesAsText("device_id"))
        .containsExactlyInAnyOrder("device1", "device2");
    assertThat(host.post("/host/adb/connect", "{\"address\":\"8.8.8.8:5555\"}").status())
        .isEqualTo(400);
    assertThat(
            host.post("/host/adb/connect", "{\"address\":\"" + host.tv().serial() + "\"}").status())
        .isEqualTo(200);
  }

  @Test
  void aDeviceThatIsDisconnectedOrStartedAnewComesBack() {
    VirtualAndroid tv = host.tv();
    String wish = "{\"address\":\"" + tv.serial() + "\"}";
    Answer gone = host.post("/host/adb/disconnect", wish);
    assertThat(gone.status()).isEqualTo(200);
    assertThat(gone.body())
        .isEqualToIgnoringWhitespace(
            "{\"success\":true,\"address\":\"%s\",\"message\":\"Disconnected\"}"
                .formatted(tv.serial()));
    assertThat(host.post("/host/adb/disconnect", "{\"address\":\"127.0.0.1:1\"}").status())
        .isEqualTo(404);
    awaitKey();

    tv.bootTime(Duration.ofSeconds(2));
    Answer reboot = host.post("/host/adb/devices/device2/reboot", "{}");
    assertThat(reboot.status()).isEqualTo(200);
    assertThat(reboot.body())
        .isEqualToIgnoringWhitespace(
            "{\"success\":true,\"serial\":\"%s\",\"message\":\"The device starts anew\"}"
                .formatted(tv.serial()));
    await("it is off").atMost(PATIENCE).until(() -> !tv.powered());
    awaitKey();
    assertThat(tv.services()).contains("reboot:");
    assertThat(host.post("/host/adb/devices/device2/reboot", "{\"mode\":\"; id\"}").status())
        .isEqualTo(400);
  }

  private void awaitKey() {
    String key =
        "{\"device_id\":\"device2\",\"command\":\"press_key\",\"params\":{\"key\":\"HOME\"}}";
    await("the TV takes a key")
        .atMost(PATIENCE)
        .until(() -> host.post("/host/remote/executeCommand", key).text("success").equals("true"));
  }

  @Test
  void theShellTellsExitCodeAndBothOutputs() {
    JsonNode ran =
        host.post(
                "/host/adb/devices/device1/shell",
                "{\"argv\":[\"sh\",\"-c\",\"echo out; echo err >&2; exit 3\"]}")
            .json();
    assertThat(ran.path("exit_code").asInt()).isEqualTo(3);
    assertThat(ran.path("stdout").asText()).isEqualTo("out\n");
    assertThat(ran.path("stderr").asText()).isEqualTo("err\n");
    String hostile = "{\"argv\":[\"echo\",\"a;id\",\"$(id)\",\"'\"]}";
    assertThat(host.post("/host/adb/devices/device1/shell", hostile).text("stdout"))
        .isEqualTo("a;id $(id) '\n");
    assertThat(host.post("/host/adb/devices/device1/shell", "{}").status()).isEqualTo(400);
    assertThat(host.post("/host/adb/devices/a%3Bid/shell", hostile).status()).isEqualTo(404);
  }

  @Test
  void filesGoThereAndBack() throws Exception {
    byte[] bytes = new byte[300_000];
    new Random(1).nextBytes(bytes);
    String path = "/host/adb/files/device1?path=/sdcard/Download/it%20is.bin";
    Answer sent =
        host.client().send(host.client().keyed(path).PUT(BodyPublishers.ofByteArray(bytes)));
    assertThat(sent.status()).as(sent.body()).isEqualTo(200);
    assertThat(sent.json().path("bytes").asInt()).isEqualTo(bytes.length);
    HttpResponse<byte[]> back =
        host.client().http().send(host.client().keyed(path).build(), BodyHandlers.ofByteArray());
    assertThat(back.body()).isEqualTo(bytes);
    JsonNode files = host.client().get("/host/adb/files/device1/list?path=/sdcard/Download").json();
    assertThat(files.path("files").findValuesAsText("name")).contains("it is.bin");
    assertThat(host.client().get("/host/adb/files/device1?path=/sdcard/none").status())
        .isEqualTo(404);
    assertThat(host.client().get("/host/adb/files/device1?path=/sdcard/../etc/hosts").status())
        .isEqualTo(403);
    Answer noApk =
        host.client()
            .send(
                host.client()
                    .keyed("/host/adb/files/device1/install")
                    .POST(BodyPublishers.ofByteArray(bytes)));
    assertThat(noApk.status()).as(noApk.body()).isEqualTo(502);
    assertThat(noApk.text("code")).isEqualTo("DEVICE_REFUSED");
  }

  @Test
  void programsAreInstalledAndUninstalled() {
    byte[] apk = Apk.sample("org.example.demo", "2.1");
    Answer installed =
        host.client()
            .send(
                host.client()
                    .keyed("/host/adb/files/device1/install")
                    .POST(BodyPublishers.ofByteArray(apk)));
    assertThat(installed.status()).as(installed.body()).isEqualTo(200);
    assertThat(installed.json().path("bytes").asInt()).isEqualTo(apk.length);
    assertThat(host.client().get("/host/adb/files").json().path("transfers")).isEmpty();
    assertThat(
            host.client()
                .get("/host/adb/files/device1/list?path=/data/local/tmp")
                .json()
                .path("files"))
        .isEmpty();
    host.command("launch_app", "{\"package\":\"org.example.demo\"}");
    assertThat(host.phone().screen().page()).isEqualTo("app/org.example.demo");
    String route = "/host/adb/devices/device1/packages/org.example.demo";
    assertThat(host.client().send(host.client().keyed(route).DELETE()).status()).isEqualTo(200);
    assertThat(host.client().send(host.client().keyed(route).DELETE()).text("code"))
        .isEqualTo("DEVICE_REFUSED");
  }

  @Test
  void forwardsAreListed() throws IOException {
    String port = Integer.toString(host.client().get("/host/adb").json().path("port").asInt());
    String local =
        HostProcess.run("adb", "-P", port, "-s", host.phone().serial(), "forward", "tcp:0", "tcp:7")
            .strip();
    JsonNode forwards = host.client().get("/host/adb/devices/device1/forwards").json();
    assertThat(forwards.at("/forwards/0/from").asText()).isEqualTo("tcp:" + local);
    assertThat(forwards.at("/forwards/0/to").asText()).isEqualTo("tcp:7");
    assertThat(forwards.path("reverses")).isEmpty();

    HostProcess.run(
        "adb", "-P", port, "-s", host.phone().serial(), "reverse", "tcp:1234", "tcp:5678");
    JsonNode both = host.client().get("/host/adb/devices/device1/forwards").json();
    assertThat(both.at("/reverses/0/from").asText()).isEqualTo("tcp:1234");
    assertThat(both.at("/reverses/0/to").asText()).isEqualTo("tcp:5678");
  }

  @Test
  void theLogComesAsEvents() throws Exception {
    HttpResponse<InputStream> log =
        host.client()
            .http()
            .send(
                host.client().keyed("/host/adb/logcat/device1?tail=5").build(),
                BodyHandlers.ofInputStream());
    assertThat(log.headers().firstValue("Content-Type")).contains("text/event-stream");
    StringBuilder read = new StringBuilder();
    try (InputStream body = log.body()) {
      await("a line of the log")
          .atMost(PATIENCE)
          .until(
              () -> {
                read.append(new String(body.readNBytes(20), StandardCharsets.UTF_8));
                return read.toString().contains("event: log\ndata: ");
              });
    }
    assertThat(host.client().get("/host/adb/logcat/device1?filter=$(id)").status()).isEqualTo(400);
  }

  @Test
  void theSizeOfTheScreenIsTold() {
    JsonNode phone = host.client().get("/host/adb/devices/device1/screen").json();
    assertThat(phone.path("width").asInt()).isEqualTo(1080);
    assertThat(phone.path("height").asInt()).isEqualTo(2340);
    JsonNode tv = host.client().get("/host/adb/devices/device2/screen").json();
    assertThat(tv.path("width").asInt()).isEqualTo(1920);
  }

  @Test
  void whateverIsDoneChangesThePictureAndTheDump() throws Exception {
    host.command("press_key", "{\"key\":\"HOME\"}");
    byte[] before = picture();
    for (String[] step :
        new String[][] {
          {"launch_app", "{\"package\":\"com.android.settings\"}"},
          {"swipe", "{\"from_x\":500,\"from_y\":1800,\"to_x\":500,\"to_y\":900}"},
          {"swipe", "{\"from_x\":500,\"from_y\":900,\"to_x\":500,\"to_y\":1800}"},
          {"click_element", "{\"element_text\":\"Display\"}"},
          {"press_key", "{\"key\":\"BACK\"}"},
          {"tap_coordinates", null},
          {"launch_app", "{\"package\":\"com.example.notes\"}"},
          {"input_text", "{\"text\":\"seen in the picture\"}"},
        }) {
      String params = step[1] == null ? centre("Network & internet") : step[1];
      Answer done = host.command(step[0], params);
      assertThat(done.text("success")).as(done.body()).isEqualTo("true");
      byte[] after = picture();
      assertThat(after).as("the picture after " + step[0]).isNotEqualTo(before);
      assertThat(texts(dump()))
          .as("the dump after " + step[0])
          .containsAll(host.phone().screen().texts());
      before = after;
    }
    assertThat(host.phone().screen().field()).endsWith("seen in the picture");
  }

  private byte[] picture() throws IOException, InterruptedException {
    return host.client()
        .http()
        .send(
            host.client().keyed("/host/remote/device1/screenshot.png").build(),
            BodyHandlers.ofByteArray())
        .body();
  }

  private JsonNode dump() {
    return host.client().postNothing("/host/remote/dumpUi").json().path("elements");
  }

  private static List<String> texts(JsonNode elements) {
    return elements.findValuesAsText("text");
  }

  /** The parameters of a tap on what shows a text. */
  private String centre(String text) {
    for (JsonNode element : dump()) {
      if (element.path("text").asText().equals(text)) {
        JsonNode bounds = element.path("bounds");
        return "{\"x\":%d,\"y\":%d}"
            .formatted(
                (bounds.path("left").asInt() + bounds.path("right").asInt()) / 2,
                (bounds.path("top").asInt() + bounds.path("bottom").asInt()) / 2);
      }
    }
    throw new AssertionError(text + " is not on the screen");
  }
}
