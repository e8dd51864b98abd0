package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A host with two devices, one of them wrongly configured, and the driver of both. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DevicesIT {
  private DropInHost host;

  @BeforeAll
  void boot(@TempDir Path folder) throws IOException {
    host =
        DropInHost.in(
            folder,
            "DEVICE1_NAME",
            "Lamp",
            "DEVICE1_MODEL",
            "stb",
            "DEVICE1_POWER_NAME",
            "relay",
            "DEVICE2_NAME",
            "Wrong",
            "DEVICE2_POWER_NAME",
            "relay",
            "DEVICE2_POWER_PIN",
            "9",
            "DEVICE2_POWER_PINN",
            "1");
    host.deploy(FixtureBundle.named("relay"));
    host.process()
        .awaitAnswer(
            "/host/controllerStatus",
            answer -> answer.body().contains("ready") && answer.body().contains("failed"));
  }

  @AfterAll
  void stop() {
    host.close();
  }

  private JsonNode device(String id) {
    for (JsonNode device : host.client().get("/host/devices").json().path("devices")) {
      if (device.path("device_id").asText().equals(id)) {
        return device;
      }
    }
    throw new AssertionError("no device " + id);
  }

  @Test
  void devicesNeedTheKey() {
    assertThat(host.client().getWithoutKey("/host/devices").status()).isEqualTo(401);
  }

  @Test
  void aDeviceShowsWhatItCanDo() {
    assertThat(device("device1").path("device_name").asText()).isEqualTo("Lamp");
    assertThat(device("device1").path("device_model").asText()).isEqualTo("stb");
    assertThat(device("device1").at("/controllers/power").toString()).contains("relay", "ready");
  }

  @Test
  void aWrongSettingFailsItsDeviceAloneNamingTheVariable() {
    JsonNode status = host.client().get("/host/controllerStatus").json().path("controllers");

    assertThat(status.at("/device2.power").toString()).contains("failed", "DEVICE2_POWER_PIN", "9");
    assertThat(status.at("/device1.power").toString()).contains("ready");
  }

  @Test
  void aFailedDeviceDegradesTheHostAndNoMore() {
    Answer health = host.client().get("/host/health");

    assertThat(health.status()).isEqualTo(200);
    assertThat(health.text("status")).isEqualTo("degraded");
  }

  @Test
  void aVariableThatNobodyReadsIsWarnedOfOnce() {
    HostProcess process = host.process();
    process.awaitTrue("it is warned of", () -> process.output().contains("DEVICE2_POWER_PINN"));

    assertThat(process.output()).containsOnlyOnce("DEVICE2_POWER_PINN");
  }

  @Test
  void controlOfAKnownDeviceIsGiven() {
    Answer answer = host.client().post("/host/takeControl", "{\"device_id\":\"device1\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("success").asBoolean()).isTrue();
    assertThat(answer.json().path("available_controllers").toString()).contains("power");
  }

  @Test
  void controlOfAnUnknownDeviceIs404() {
    Answer answer = host.client().post("/host/takeControl", "{\"device_id\":\"device9\"}");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("error")).isEqualTo("Device device9 not found");
  }

  @Test
  void controlIsReleased() {
    Answer answer = host.client().post("/host/releaseControl", "{\"device_id\":\"device1\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json()).isEqualTo(Answer.parse("{\"success\":true}"));
  }

  @Test
  void changingDevicesIsNoRoute() {
    Answer answer =
        host.client().send(host.client().keyed("/host/devices").PUT(BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).contains("GET");
  }
}
