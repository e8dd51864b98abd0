package com.virtualpytest.host.host.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApiKeyTest {

  private final ApiKey key = new ApiKey(Optional.of("s3cret-ü"));

  private static Optional<Map<String, String>> refusal(ApiKey key, Map<String, String> headers) {
    return key.refusal(Requests.withHeaders(headers));
  }

  @Test
  void takesTheKeyFromItsHeaderOrAsBearer() {
    assertThat(refusal(key, Map.of("X-API-Key", "s3cret-ü"))).isEmpty();
    assertThat(refusal(key, Map.of("Authorization", "Bearer s3cret-ü"))).isEmpty();
    assertThat(refusal(key, Map.of("Authorization", "bearer  s3cret-ü"))).isEmpty();
  }

  @Test
  void saysThatTheKeyIsMissing() {
    Map<String, String> body =
        Map.of("error", "Authentication required", "message", "X-API-Key header is required");
    assertThat(refusal(key, Map.of())).contains(body);
    assertThat(refusal(key, Map.of("X-API-Key", ""))).contains(body);
    assertThat(refusal(key, Map.of("Authorization", "Basic s3cret"))).contains(body);
  }

  @Test
  void saysThatTheKeyIsWrong() {
    Map<String, String> body =
        Map.of("error", "Invalid API key", "message", "Authentication failed");
    assertThat(refusal(key, Map.of("X-API-Key", "s3cret"))).contains(body);
    assertThat(refusal(key, Map.of("Authorization", "Bearer other"))).contains(body);
  }

  @Test
  void refusesEverybodyWhenTheHostHasNoKey() {
    assertThat(refusal(new ApiKey(Optional.empty()), Map.of("X-API-Key", "")))
        .contains(
            Map.of(
                "error", "Server configuration error",
                "message", "API authentication not configured"));
  }
}
