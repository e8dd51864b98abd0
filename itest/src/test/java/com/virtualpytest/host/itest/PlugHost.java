package com.virtualpytest.host.itest;

import com.fasterxml.jackson.databind.JsonNode;
import com.virtualpytest.host.simulators.tapo.VirtualPlug;
import java.io.IOException;
import java.nio.file.Path;

/** A host whose devices are virtual Tapo plugs of one account. */
final class PlugHost {
  static final String EMAIL = "tester@example.com";
  static final String PASSWORD = "s3cret-Pässwörd-88";

  private PlugHost() {}

  /** Plugs become device1 and so on; the account is the host's, so no device has one. */
  static HostLaunch in(Path folder, VirtualPlug... plugs) throws IOException {
    HostLaunch launch =
        HostLaunch.in(folder).env("TAPO_USERNAME", EMAIL).env("TAPO_PASSWORD", PASSWORD);
    for (int i = 0; i < plugs.length; i++) {
      String device = "DEVICE" + (i + 1);
      launch
          .env(device + "_NAME", "Device " + (i + 1))
          .env(device + "_MODEL", "android_tv")
          .env(device + "_POWER_NAME", "Tapo P110")
          .env(device + "_POWER_IP", "127.0.0.1:" + plugs[i].port());
    }
    return launch;
  }

  static String body(String device, String command, String params) {
    return "{\"device_id\":\"%s\",\"command\":\"%s\",\"params\":%s,\"team_id\":\"t\"}"
        .formatted(device, command, params);
  }

  static Answer power(Client client, String device, String command, String params) {
    return client.post("/host/power/executeCommand", body(device, command, params));
  }

  static JsonNode status(Client client, String device) {
    Answer answer =
        client.post("/host/power/getStatus", "{\"device_id\":\"%s\"}".formatted(device));
    return answer.json().path("status");
  }

  /** Waits until the plug of a device was heard of. */
  static void awaitConnected(HostProcess host, String device) {
    host.awaitTrue(
        device + " is connected",
        () -> status(host.client(), device).path("connected").asBoolean());
  }
}
