package com.virtualpytest.host.itest;

import static com.virtualpytest.host.itest.PlugHost.power;
import static com.virtualpytest.host.itest.PlugHost.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.virtualpytest.host.simulators.tapo.Firmware;
import com.virtualpytest.host.simulators.tapo.PlugProfile;
import com.virtualpytest.host.simulators.tapo.VirtualPlug;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A host with a plug of each firmware, all with the same settings, and one that is not theirs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TapoIT {
  private static final String STRANGER = "device5";
  private static final String NOBODY = "device6";

  private final Map<Firmware, VirtualPlug> plugs = new EnumMap<>(Firmware.class);
  private VirtualPlug stranger;
  private HostProcess host;
  private Client client;

  @BeforeAll
  void boot(@TempDir Path folder) throws IOException {
    PlugProfile ours = PlugProfile.of(PlugHost.EMAIL, PlugHost.PASSWORD);
    for (Firmware firmware : Firmware.values()) {
      plugs.put(firmware, VirtualPlug.start(ours, firmware, 0));
    }
    stranger = VirtualPlug.start(PlugProfile.of("somebody@else.org", "other"), Firmware.TPAP, 0);
    host =
        PlugHost.in(
                folder,
                plugs.get(Firmware.AES),
                plugs.get(Firmware.KLAP1),
                plugs.get(Firmware.KLAP2),
                plugs.get(Firmware.TPAP),
                stranger)
            .env("DEVICE6_NAME", "Nobody")
            .env("DEVICE6_POWER_NAME", "tapo")
            .env("DEVICE6_POWER_IP", "127.0.0.1:" + Ports.free())
            .env("DEVICE7_NAME", "Without power")
            .startAndAwaitReady();
    client = host.client();
    for (Firmware firmware : Firmware.values()) {
      PlugHost.awaitConnected(host, device(firmware));
    }
  }

  @AfterAll
  void stop() throws IOException {
    host.close();
    stranger.close();
    for (VirtualPlug plug : plugs.values()) {
      plug.close();
    }
  }

  private static String device(Firmware firmware) {
    return switch (firmware) {
      case AES -> "device1";
      case KLAP1 -> "device2";
      case KLAP2 -> "device3";
      case TPAP -> "device4";
    };
  }

  @ParameterizedTest
  @EnumSource(Firmware.class)
  void everyFirmwareIsSwitched(Firmware firmware) {
    VirtualPlug plug = plugs.get(firmware);
    String device = device(firmware);

    Answer off = power(client, device, "power_off", "{}");
    assertThat(off.status()).isEqualTo(200);
    assertThat(off.json().path("success").asBoolean()).as(off.body()).isTrue();
    assertThat(off.text("message")).isEqualTo("Command power_off executed successfully");
    assertThat(off.text("device_id")).isEqualTo(device);
    assertThat(plug.isOn()).isFalse();
    assertThat(status(client, device).path("power_state").asText()).isEqualTo("off");

    assertThat(power(client, device, "power_on", "{}").body()).contains("\"success\":true");
    assertThat(plug.isOn()).isTrue();

    int before = plug.switches();
    Answer reboot = power(client, device, "reboot", "{\"off_seconds\":0.1,\"boot_seconds\":0.1}");
    assertThat(reboot.text("message")).isEqualTo("Command reboot executed successfully");
    assertThat(plug.switches()).isEqualTo(before + 2);
    assertThat(plug.isOn()).isTrue();
  }

  @Test
  void aFirmwareThatChangesUnderneathIsNoFailure() throws IOException {
    VirtualPlug plug = plugs.get(Firmware.KLAP2);
    String device = device(Firmware.KLAP2);

    for (Firmware next : new Firmware[] {Firmware.TPAP, Firmware.AES, Firmware.KLAP2}) {
      plug.update(next);
      assertThat(power(client, device, "toggle", "{}").body()).contains("\"success\":true");
    }
    plug.update(Firmware.KLAP2);
    power(client, device, "power_on", "{}");
  }

  @Test
  void theStatusTellsWhatThePlugTells() {
    JsonNode status = status(client, device(Firmware.AES));

    assertThat(status.path("connected").asBoolean()).isTrue();
    assertThat(status.path("device_ip").asText()).startsWith("127.0.0.1:");
    assertThat(status.at("/device_info/model").asText()).isEqualTo("P110");
    assertThat(status.at("/device_info/nickname").asText()).isEqualTo("Virtual plug");
    assertThat(status.at("/device_info").has("latitude")).isFalse();
  }

  @Test
  void thePlugOfAnotherAccountIsAskedOnceAndSaysWhatToDo() {
    host.awaitAnswer(
        "/host/controllerStatus?device_id=" + STRANGER, answer -> answer.body().contains("failed"));
    for (int i = 0; i < 5; i++) {
      JsonNode answer = power(client, STRANGER, "power_on", "{}").json();
      assertThat(answer.path("success").asBoolean()).isFalse();
      assertThat(answer.path("message").asText()).isEqualTo("Command power_on failed");
      assertThat(answer.path("error").asText())
          .isEqualTo("The plug does not accept the e-mail or password");
      assertThat(answer.path("hint").asText()).contains("DEVICEn_POWER_PWD");
    }

    assertThat(stranger.refusedLogins()).isEqualTo(1);
  }

  @Test
  void aPlugThatIsNotThereHasAnUnknownState() {
    Answer answer =
        client.post("/host/power/getStatus", "{\"device_id\":\"%s\"}".formatted(NOBODY));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("success").asBoolean()).isTrue();
    JsonNode status = answer.json().path("status");
    assertThat(status.path("power_state").asText()).isEqualTo("unknown");
    assertThat(status.path("connected").asBoolean()).isFalse();
    assertThat(status.path("error").asText()).startsWith("Status check error: ");
  }

  @Test
  void wrongRequestsAreAnsweredAsClientsKnowIt() {
    Answer nothing = client.postNothing("/host/power/executeCommand");
    assertThat(nothing.status()).isEqualTo(400);
    assertThat(nothing.text("error")).isEqualTo("command is required");

    Answer invalid = power(client, "device1", "explode", "{}");
    assertThat(invalid.status()).isEqualTo(400);
    assertThat(invalid.text("error"))
        .isEqualTo("Invalid command. Valid commands: ['power_on', 'power_off', 'reboot']");

    Answer none = power(client, "device7", "power_on", "{}");
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.text("error")).isEqualTo("No power controller found for device device7");
    assertThat(none.json().path("available_capabilities").isArray()).isTrue();

    Answer unknown = power(client, "zzz", "power_on", "{}");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.text("error")).isEqualTo("Device zzz not found");
  }

  @Test
  void whatSomebodyElseDoesIsSeen() {
    VirtualPlug plug = plugs.get(Firmware.KLAP1);
    String path = "/host/controllerStatus?device_id=" + device(Firmware.KLAP1);

    plug.switchTo(false);
    host.awaitAnswer(path, answer -> answer.body().contains("The power is off"));
    plug.switchTo(true);
    host.awaitAnswer(path, answer -> answer.body().contains("The power is on"));
  }

  @Test
  void aRebootIsInNobodysWayAndCanBeCancelled() throws Exception {
    VirtualPlug plug = plugs.get(Firmware.TPAP);
    String device = device(Firmware.TPAP);
    CompletableFuture<HttpResponse<String>> cycle =
        sendLong(device, "power_cycle", "{\"off_seconds\":500}");
    host.awaitTrue("it is off", () -> !plug.isOn());

    assertThat(client.getWithoutKey("/host/health").status()).isEqualTo(200);
    assertThat(power(client, device(Firmware.AES), "power_on", "{}").body())
        .contains("\"success\":true");
    JsonNode status = status(client, device);
    assertThat(status.path("power_state").asText()).isEqualTo("off");
    assertThat(status.path("running").asText()).isEqualTo("power_cycle");
    client.post("/host/power/cancel", "{\"device_id\":\"%s\"}".formatted(device));

    assertThat(cycle.get(60, TimeUnit.SECONDS).body()).contains("power_cycle was cancelled");
    host.awaitTrue("it is on again", plug::isOn);
  }

  private CompletableFuture<HttpResponse<String>> sendLong(
      String device, String command, String params) {
    HttpClient http = client.http();
    return http.sendAsync(
        client
            .keyed("/host/power/executeCommand")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(PlugHost.body(device, command, params)))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void plugsAreListedWithWhatTheySpeak() {
    JsonNode list = client.get("/host/tapo").json().path("plugs");

    assertThat(list).hasSize(6);
    assertThat(list.at("/0/protocol").asText()).isEqualTo("aes");
    assertThat(list.at("/1/protocol").asText()).isEqualTo("klap1");
    assertThat(list.at("/3/protocol").asText()).isEqualTo("tpap");
    assertThat(list.at("/3/session/active").asBoolean()).isTrue();
    assertThat(list.at("/4/session/next_login").asText()).isNotEmpty();
    assertThat(client.get("/host/tapo/plugs/device7").status()).isEqualTo(404);
  }

  @Test
  void theMeterIsRead() {
    plugs.get(Firmware.AES).load(42.5);
    power(client, device(Firmware.AES), "power_on", "{}");

    host.awaitAnswer(
        "/host/tapo/plugs/device1/energy",
        answer -> answer.status() == 200 && answer.json().path("current_power").asDouble() == 42.5);
  }

  @Test
  void plugsAreFound() {
    Answer answer = client.postNothing("/host/tapo/discover");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("found")).hasSizeGreaterThanOrEqualTo(5);
    assertThat(answer.body()).contains("device1", "P110(EU)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/host/tapo", "/host/devices", "/host/controllerStatus"})
  void noAnswerHasTheAccount(String path) {
    assertThat(client.get(path).body()).doesNotContain(PlugHost.PASSWORD, PlugHost.EMAIL);
    assertThat(host.output()).doesNotContain(PlugHost.PASSWORD);
  }
}
