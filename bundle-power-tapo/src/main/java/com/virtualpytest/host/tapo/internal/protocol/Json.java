package com.virtualpytest.host.tapo.internal.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON as trees only: no class of this bundle gets into Jackson's shared caches. */
final class Json {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * A request of plugs.
   *
   * @param params null when it has none
   */
  static String method(String method, JsonNode params) {
    ObjectNode request = object().put("method", method);
    if (params != null) {
      request.set("params", params);
    }
    return request.toString();
  }

  /**
   * Reads an object.
   *
   * @throws PlugException it is none
   */
  static JsonNode read(String text) throws PlugException {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node != null && node.isObject()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      throw PlugException.garbled("The plug's answer is not JSON", null);
    }
    throw PlugException.garbled("The plug's answer is not a JSON object", null);
  }

  /**
   * A word that goes into an address.
   *
   * @throws PlugException it is missing, or has other characters than letters and digits
   */
  static String word(JsonNode node, String field) throws PlugException {
    String word = node.path(field).asText();
    if (!word.matches("[A-Za-z0-9_-]{1,256}")) {
      throw PlugException.garbled("The plug's answer lacks a " + field, null);
    }
    return word;
  }

  /** The result of an answer whose code is 0. */
  static JsonNode result(JsonNode answer) throws PlugException {
    int code = answer.path("error_code").asInt(0);
    if (code != 0) {
      throw PlugException.ofCode(code);
    }
    return answer.path("result");
  }
}
