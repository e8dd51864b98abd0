package com.virtualpytest.host.display.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.device.Settings;
import com.virtualpytest.host.api.process.ProcessDescription;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplaySettingsTest {

  @Test
  void withoutAnythingOnlyThisMachineMayLook() throws Exception {
    DisplaySettings settings = settings(Map.of("VNC_BIND", "0.0.0.0"));
    assertThat(settings.loopbackOnly()).isTrue();
    assertThat(settings.vncAddress()).isEqualTo("127.0.0.1");
    assertThat(settings.resolution()).hasToString("1920x1080x24");
    assertThat(command(settings, "x11vnc"))
        .contains("-nopw")
        .containsSequence("-listen", "127.0.0.1");
    assertThat(command(settings, "novnc")).doesNotContain("--open");
  }

  @Test
  void aPasswordOpensTheDisplayAndIsInNoArgument() throws Exception {
    DisplaySettings settings = settings(Map.of("VNC_BIND", "0.0.0.0", "VNC_PASSWORD", "s3cret99"));
    assertThat(settings.loopbackOnly()).isFalse();
    assertThat(command(settings, "x11vnc"))
        .containsSequence("-listen", "0.0.0.0")
        .containsSequence("-rfbauth", "/data/vnc-password")
        .doesNotContain("-nopw");
    assertThat(command(settings, "novnc")).contains("--open");
    assertThat(processes(settings).toString() + settings).doesNotContain("s3cret99");
  }

  @Test
  void onlyXvfbsOwnDisplayIsShown() throws Exception {
    for (String name : List.of("fluxbox", "x11vnc")) {
      assertThat(description(settings(Map.of()), name).after()).containsExactly("xvfb");
    }
    assertThat(command(settings(Map.of()), "x11vnc")).containsSequence("-display", ":7");
  }

  @Test
  void itsLimitsOfFilesAreLow() throws Exception {
    assertThat(processes(settings(Map.of())))
        .allMatch(description -> description.maxOpenFiles() <= 8192);
  }

  @ParameterizedTest
  @CsvSource({
    "HOST_DISPLAY, 1",
    "HOST_DISPLAY, host:1",
    "DISPLAY_RESOLUTION, large",
    "DISPLAY_RESOLUTION, 10x10",
    "DISPLAY_RESOLUTION, 1280x720x32",
    "VNC_PORT, 0",
    "NOVNC_PORT, http",
    "VNC_BIND, everywhere",
    "VNC_ALLOW_NO_PASSWORD, perhaps",
    "DESKTOP_BASH, perhaps"
  })
  void namesWhatIsWrong(String variable, String value) {
    assertThatThrownBy(() -> settings(Map.of(variable, value)))
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith(variable + " must be ")
        .hasMessageContaining(value);
  }

  private static List<String> command(DisplaySettings settings, String name) {
    return description(settings, name).command();
  }

  private static ProcessDescription description(DisplaySettings settings, String name) {
    return processes(settings).stream()
        .filter(description -> description.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<ProcessDescription> processes(DisplaySettings settings) {
    Path password = settings.password().map(p -> Path.of("/data/vnc-password")).orElse(null);
    return new DisplayProcesses(
            settings,
            ":7",
            settings.resolution(),
            Path.of("/data/novnc"),
            Path.of("/data/init"),
            password)
        .all();
  }

  private static DisplaySettings settings(Map<String, String> values) throws SettingException {
    Settings settings = variable -> Optional.ofNullable(values.get(variable));
    return DisplaySettings.from(settings);
  }
}
