package com.virtualpytest.host.itest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;

/** What a host answered. */
record Answer(int status, HttpHeaders headers, String body) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Answer of(HttpResponse<String> response) {
    return new Answer(response.statusCode(), response.headers(), response.body());
  }

  static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }

  /** The body, which must be JSON. */
  JsonNode json() {
    return parse(body);
  }

  /** A text of the body's object. */
  String text(String field) {
    return json().path(field).asText(null);
  }

  String header(String name) {
    return headers.firstValue(name).orElse(null);
  }
}
