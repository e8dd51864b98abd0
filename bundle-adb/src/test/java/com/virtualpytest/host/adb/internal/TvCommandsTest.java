package com.virtualpytest.host.adb.internal;

import static com.virtualpytest.host.adb.internal.Lab.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.simulators.android.Profile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a TV does otherwise than a phone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class TvCommandsTest {
  private Lab lab;
  private AndroidTvController tv;

  @BeforeAll
  void start(@TempDir Path home) throws Exception {
    lab = new Lab(home, Profile.TV);
    tv = lab.tv();
  }

  @AfterAll
  void end() {
    lab.close();
  }

  private void require(String command, Map<String, Object> params) throws Exception {
    CommandResult result = run(tv, command, params);
    assertThat(result.success()).as("%s: %s", command, result.message()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"element_text", "element_id", "text"})
  void anElementIsClicked(String param) throws Exception {
    require("press_key", Map.of("key", "HOME"));
    require("click_element", Map.of(param, "No such thing|settings"));
    assertThat(lab.android.inputs()).last().asString().matches("tap \\d+ \\d+");
    assertThat(lab.android.screen().packageName()).isEqualTo("com.android.tv.settings");
  }

  @Test
  void aPathIsAWordLikeAnyOther() throws Exception {
    CommandResult result =
        run(tv, "click_element", Map.of("element_id", "/node/android.widget.FrameLayout[0]"));
    assertThat(result.code()).isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void aPlaceIsTapped() throws Exception {
    require("tap_coordinates", Map.of("x", 7, "y", "8"));
    assertThat(lab.android.inputs()).last().isEqualTo("tap 7 8");
  }

  @Test
  void programsOfUsersAreListed() throws Exception {
    require("get_installed_apps", Map.of());
    assertThat(lab.android.executed()).contains(List.of("pm", "list", "packages", "-3"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "swipe",
        "swipe_up",
        "SWIPE_UP",
        "dump_elements",
        "find_element",
        "click_element_by_id",
        "dance"
      })
  void whatATvDoesNotDoIsSaid(String command) throws Exception {
    CommandResult result = run(tv, command, Map.of());
    assertThat(result.code()).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(result.message())
        .isEqualTo(
            "Unknown command: "
                + command
                + ". Known are press_key, input_text, launch_app, close_app, click_element,"
                + " tap_coordinates, get_installed_apps");
  }

  @Test
  void aTvHasNoDump() {
    assertThatThrownBy(() -> tv.elements())
        .hasMessage("UI dump not supported by this remote controller")
        .isInstanceOf(ApiException.class);
  }
}
