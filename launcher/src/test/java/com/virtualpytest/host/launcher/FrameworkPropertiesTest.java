package com.virtualpytest.host.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameworkPropertiesTest {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "HOST_BIND", "127.0.0.1", "HOST_PORT", "6109", "HOST_DATA_DIR", "/d$1", "API_KEY", "s3");

  @Test
  void fillsInSettings() throws Exception {
    assertThat(FrameworkProperties.parse("a=${HOST_DATA_DIR}/x:${HOST_PORT}\nb=c", SETTINGS, "f"))
        .isEqualTo(Map.of("a", "/d$1/x:6109", "b", "c"));
  }

  @Test
  void refusesSettingsThatNobodyMaySee() {
    assertThatThrownBy(() -> FrameworkProperties.parse("a=${API_KEY}", SETTINGS, "f"))
        .hasMessage("f: a may not use ${API_KEY}");
  }

  @Test
  void theShippedFileIsComplete() throws Exception {
    assertThat(
            FrameworkProperties.read(Path.of("src/main/dist/etc/framework.properties"), SETTINGS))
        .containsEntry("org.osgi.service.http.port", "6109")
        .containsEntry("org.osgi.framework.bsnversion", "managed")
        .containsEntry("org.osgi.framework.startlevel.beginning", "20");
  }
}
