package com.virtualpytest.host.tapo.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.virtualpytest.host.api.driver.PowerController.Relay;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a plug told of itself.
 *
 * @param relay its position
 * @param at when it told
 * @param details under the plug's own names; neither its place nor its network nor its cloud ids
 */
record PlugFacts(Relay relay, Instant at, Map<String, Object> details) {
  private static final String NICKNAME = "nickname";
  private static final List<String> SHOWN =
      List.of(
          "device_on",
          "on_time",
          "type",
          "model",
          "fw_ver",
          "hw_ver",
          "mac",
          "ip",
          "rssi",
          "signal_level",
          "overheated",
          "auto_off_status",
          "auto_off_remain_time",
          "power_protection_status",
          "overcurrent_status",
          "region",
          "specs");

  /**
   * @param info the result of {@code get_device_info}
   */
  static PlugFacts of(JsonNode info, Instant now) {
    Map<String, Object> details = new LinkedHashMap<>();
    for (String name : SHOWN) {
      JsonNode value = info.path(name);
      if (value.isBoolean()) {
        details.put(name, value.booleanValue());
      } else if (value.isNumber()) {
        details.put(name, value.numberValue());
      } else if (value.isTextual()) {
        details.put(name, value.textValue());
      }
    }
    if (info.has(NICKNAME)) {
      details.put(NICKNAME, decoded(info.path(NICKNAME).asText()));
    }
    return new PlugFacts(info.path("device_on").asBoolean() ? Relay.ON : Relay.OFF, now, details);
  }

  String text(String name) {
    Object value = details.get(name);
    return value == null ? null : value.toString();
  }

  private static String decoded(String nickname) {
    try {
      return new String(Base64.getDecoder().decode(nickname), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return nickname; // some firmware does not encode it
    }
  }
}
