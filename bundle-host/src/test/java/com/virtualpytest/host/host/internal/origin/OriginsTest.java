package com.virtualpytest.host.host.internal.origin;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.host.internal.settings.HostSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OriginsTest {

  private final Origins origins =
      new Origins(
          HostSettings.of(
              Map.of(
                  "HOST_URL", "https://lab.example.com:443/base",
                  "ALLOWED_ORIGINS", "https://app.example.org, http://tv.example.org:8080")));

  @Test
  void allowsItselfThisMachineAndWhatSettingsSay() {
    assertThat(origins.allows("https://lab.example.com")).isTrue();
    assertThat(origins.allows("https://APP.example.org")).isTrue();
    assertThat(origins.allows("http://tv.example.org:8080")).isTrue();
    assertThat(origins.allows("http://localhost:3000")).isTrue();
    assertThat(origins.allows("http://127.0.0.1")).isTrue();
    assertThat(origins.allows("http://[::1]:6109")).isTrue();
  }

  @Test
  void refusesAllOthers() {
    assertThat(origins.allows("http://lab.example.com")).isFalse();
    assertThat(origins.allows("https://lab.example.com.evil.org")).isFalse();
    assertThat(origins.allows("http://localhost.evil.org")).isFalse();
    assertThat(origins.allows("http://tv.example.org")).isFalse();
    assertThat(origins.allows("null")).isFalse();
    assertThat(origins.allows("")).isFalse();
    assertThat(origins.allows("http://%zz")).isFalse();
    assertThat(origins.allows(null)).isFalse();
  }
}
