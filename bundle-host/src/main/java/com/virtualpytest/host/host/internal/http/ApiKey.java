package com.virtualpytest.host.host.internal.http;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/**
 * The shared key of server and host. It comes in a header, never in a query. The three refusals
 * have the texts that existing servers know.
 */
final class ApiKey {

  private final byte[] expected;

  ApiKey(Optional<String> key) {
    this.expected = key.map(value -> value.getBytes(StandardCharsets.UTF_8)).orElse(null);
  }

  /** The body of the 401 answer, or empty when the key is right. */
  Optional<Map<String, String>> refusal(HttpServletRequest request) {
    if (expected == null) {
      return Optional.of(
          Map.of(
              "error", "Server configuration error",
              "message", "API authentication not configured"));
    }
    String given = given(request);
    if (given == null || given.isEmpty()) {
      return Optional.of(
          Map.of("error", "Authentication required", "message", "X-API-Key header is required"));
    }
    return MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8))
        ? Optional.empty()
        : Optional.of(Map.of("error", "Invalid API key", "message", "Authentication failed"));
  }

  private static String given(HttpServletRequest request) {
    String key = request.getHeader("X-API-Key");
    if (key != null) {
      return key;
    }
    String authorization = request.getHeader("Authorization");
    return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)
        ? authorization.substring(7).strip()
        : null;
  }
}
