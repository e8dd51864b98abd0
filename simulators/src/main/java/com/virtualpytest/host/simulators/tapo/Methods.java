package com.virtualpytest.host.simulators.tapo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a plug does when it was understood: the same in every protocol. */
final class Methods {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final int UNKNOWN_METHOD = -1002;
  private static final int NOT_JSON = -1003;
  private static final int WRONG_PARAMETERS = -1008;

  private final PlugProfile profile;
  private final Relay relay;

  Methods(PlugProfile profile, Relay relay) {
    this.profile = profile;
    this.relay = relay;
  }

  /** The answer to a request, both as JSON. */
  String answer(String request, Firmware firmware) {
    try {
      return answer(JSON.readTree(request), firmware).toString();
    } catch (JsonProcessingException e) {
      return error(NOT_JSON).toString();
    }
  }

  static ObjectNode error(int code) {
    return JSON.createObjectNode().put("error_code", code);
  }

  static ObjectNode result(JsonNode result) {
    return error(0).set("result", result);
  }

  private ObjectNode answer(JsonNode request, Firmware firmware) {
    JsonNode params = request.path("params");
    return switch (request.path("method").asText()) {
      case "get_device_info" -> result(info(firmware));
      case "set_device_info" -> set(params);
      case "component_nego" -> result(components());
      case "multipleRequest" -> multiple(params, firmware);
      case "get_energy_usage" -> profile.meters() ? result(energy()) : error(UNKNOWN_METHOD);
      case "get_current_power" ->
          profile.meters()
              ? result(JSON.createObjectNode().put("current_power", Math.round(relay.power())))
              : error(UNKNOWN_METHOD);
      default -> error(UNKNOWN_METHOD);
    };
  }

  private ObjectNode set(JsonNode params) {
    if (!params.path("device_on").isBoolean()) {
      return error(WRONG_PARAMETERS);
    }
    relay.set(params.path("device_on").asBoolean());
    return error(0);
  }

  private ObjectNode multiple(JsonNode params, Firmware firmware) {
    ObjectNode result = JSON.createObjectNode();
    ArrayNode responses = result.putArray("responses");
    for (JsonNode each : params.path("requests")) {
      ObjectNode response = answer(each, firmware);
      responses.add(response.put("method", each.path("method").asText()));
    }
    return result(result);
  }

  private ObjectNode components() {
    ObjectNode result = JSON.createObjectNode();
    ArrayNode list = result.putArray("component_list");
    list.addObject().put("id", "device").put("ver_code", 2);
    if (profile.meters()) {
      list.addObject().put("id", "energy_monitoring").put("ver_code", 2);
    }
    return result;
  }

  private ObjectNode energy() {
    long energy = Math.round(relay.energy());
    ObjectNode result = JSON.createObjectNode();
    result.put("today_runtime", relay.onTime() / 60).put("month_runtime", relay.onTime() / 60);
    result.put("today_energy", energy).put("month_energy", energy);
    return result.put("current_power", Math.round(relay.power() * 1000));
  }

  private ObjectNode info(Firmware firmware) {
    ObjectNode info = JSON.createObjectNode();
    info.put("device_id", "8022" + "0".repeat(32) + "ABCD").put("fw_ver", firmware.version);
    info.put("hw_ver", "1.0").put("type", "SMART.TAPOPLUG").put("model", profile.model());
    info.put("mac", PlugProfile.MAC).put("hw_id", "HW").put("fw_id", "FW").put("oem_id", "OEM");
    info.put("ip", "127.0.0.1").put("ssid", base64("virtual")).put("rssi", -47);
    info.put("signal_level", 3).put("latitude", 0).put("longitude", 0);
    info.put("nickname", base64(profile.name())).put("avatar", "plug").put("specs", "EU");
    info.put("region", "Europe/Berlin").put("lang", "en_US").put("time_diff", 60);
    info.put("device_on", relay.on()).put("on_time", relay.onTime()).put("overheated", false);
    info.put("auto_off_status", "off").put("auto_off_remain_time", 0);
    if (profile.meters()) {
      info.put("power_protection_status", "normal").put("overcurrent_status", "normal");
    }
    info.putObject("default_states").put("type", "last_states").putObject("state");
    return info;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
