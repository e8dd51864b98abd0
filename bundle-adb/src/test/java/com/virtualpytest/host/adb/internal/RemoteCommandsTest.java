package com.virtualpytest.host.adb.internal;

import static com.virtualpytest.host.adb.internal.Lab.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.adb.internal.client.AdbException;
import com.virtualpytest.host.adb.internal.client.Deadline;
import com.virtualpytest.host.adb.internal.client.ShellScript;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.ParameterException;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.simulators.android.Fault;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of a phone, through a real adb server, as they arrive at the device. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class RemoteCommandsTest {
  private Lab lab;
  private Controller phone;

  @BeforeAll
  void start(@TempDir Path home) throws Exception {
    lab = new Lab(home, Profile.PHONE);
    phone = lab.phone();
  }

  @AfterAll
  void end() {
    lab.close();
  }

  /** What the device was told last; the host looks after it all the time besides. */
  private List<String> last() {
    return lab.android.executed().stream()
        .filter(program -> !program.get(0).equals("echo"))
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "OK,KEYCODE_DPAD_CENTER",
    "keycode_home,KEYCODE_HOME",
    "up,KEYCODE_DPAD_UP",
    "DPAD_LEFT,KEYCODE_DPAD_LEFT",
    "MEDIA_PLAY_PAUSE,KEYCODE_MEDIA_PLAY_PAUSE",
    "7,KEYCODE_7",
    "ENTER,KEYCODE_ENTER",
    "APP_SWITCH,KEYCODE_APP_SWITCH"
  })
  void keysHaveManyNames(String key, String code) throws Exception {
    assertThat(run(phone, "press_key", Map.of("key", key)).success()).isTrue();
    assertThat(last()).containsExactly("input", "keyevent", code);
  }

  @ParameterizedTest
  @MethodSource("com.virtualpytest.host.adb.internal.Hostile#texts")
  @ValueSource(strings = {"FLY", "BACK; reboot", "BACK HOME", "$(reboot)", "-1"})
  void aKeyThatIsNoneIsNotSent(String key) throws Exception {
    int before = lab.android.services().size();
    var result = run(phone, "press_key", Map.of("key", key));
    assertThat(result.success()).isFalse();
    assertThat(result.code()).isEqualTo(ErrorCode.BAD_REQUEST);
    assertNothingSent(before);
  }

  private void assertNothingSent(int before) {
    List<String> services = lab.android.services();
    assertThat(services.subList(before, services.size())).allMatch(s -> s.contains("echo ready"));
  }

  @Test
  void tapsAndSwipes() throws Exception {
    assertThat(run(phone, "tap_coordinates", Map.of("x", "100", "y", 200)).success()).isTrue();
    assertThat(last()).containsExactly("input", "tap", "100", "200");
    Map<String, Object> swipe = Map.of("from_x", 1, "from_y", 2, "to_x", "3", "to_y", 4);
    assertThat(run(phone, "swipe", swipe).success()).isTrue();
    assertThat(last()).containsExactly("input", "swipe", "1", "2", "3", "4", "300");
    assertThatThrownBy(() -> run(phone, "swipe", Map.of("from_x", 1, "from_y", 2, "to_x", 3)))
        .hasMessage("to_y is missing");
  }

  /** Small letters have defaults; capitals are buttons, whose places are fixed. */
  @ParameterizedTest
  @CsvSource({
    "swipe_up,500 1500 500 500 300",
    "swipe_down,500 500 500 1500 300",
    "swipe_left,800 1000 200 1000 300",
    "swipe_right,200 1000 800 1000 300",
    "SWIPE_UP,500 800 500 500 300",
    "SWIPE_DOWN,500 500 500 1500 300",
    "SWIPE_LEFT,800 1000 200 1000 300",
    "SWIPE_RIGHT,200 1000 800 1000 300"
  })
  void swipesHaveDirections(String command, String places) throws Exception {
    assertThat(run(phone, command, Map.of()).success()).isTrue();
    assertThat(String.join(" ", last())).isEqualTo("input swipe " + places);
  }

  @ParameterizedTest
  @CsvSource({
    "swipe_up,1 2 1 4 50",
    "swipe_down,1 2 1 4 50",
    "swipe_left,1 2 3 2 50",
    "swipe_right,1 2 3 2 50",
    "SWIPE_UP,500 800 500 500 300",
    "SWIPE_DOWN,500 500 500 1500 300",
    "SWIPE_LEFT,800 1000 200 1000 300",
    "SWIPE_RIGHT,200 1000 800 1000 300"
  })
  void swipesGoAlongOneAxis(String command, String places) throws Exception {
    run(phone, command, Map.of("from_x", 1, "from_y", 2, "to_x", 3, "to_y", 4, "duration", 50));
    assertThat(String.join(" ", last())).isEqualTo("input swipe " + places);
  }

  @ParameterizedTest
  @MethodSource("com.virtualpytest.host.adb.internal.Hostile#texts")
  void aTextArrivesAsItIsAndDoesNothingElse(String text) throws Exception {
    int before = lab.android.executed().size();
    assertThat(run(phone, "input_text", Map.of("text", text)).success()).isTrue();
    List<List<String>> ran = lab.android.executed();
    StringBuilder typed = new StringBuilder();
    for (List<String> program : ran.subList(before, ran.size())) {
      if (!program.get(0).equals("echo")) { // the probe
        assertThat(program).startsWith("input", "text").hasSize(3);
        typed.append(program.get(2).replace("%s", " "));
      }
    }
    assertThat(typed).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"com.x; id", "$(id)", "com.x' 'y", "-n", "com..x", "com.x/.Main", "../x", ""})
  void aPackageIsAPackage(String name) throws Exception {
    int before = lab.android.services().size();
    for (String command : List.of("launch_app", "close_app")) {
      assertThatThrownBy(() -> run(phone, command, Map.of("package", name)))
          .isInstanceOf(ParameterException.class);
    }
    assertNothingSent(before);
  }

  @Test
  void whatAnEditorStoresIsClicked() throws Exception {
    run(phone, "launch_app", Map.of("package", "com.android.settings"));
    Map<String, Object> stored = Map.of("element_text", "", "element_id", "Display");
    assertThat(run(phone, "click_element", stored).success()).isTrue();
    assertThat(lab.android.screen().page()).isEqualTo("settings/Display");
    assertThatThrownBy(() -> run(phone, "click_element", Map.of("element_text", " ")))
        .isInstanceOf(ParameterException.class);
  }

  @Test
  void ofATextThatCannotBeTypedNothingIsTyped() throws Exception {
    long before = lab.android.inputCount();
    var result = run(phone, "input_text", Map.of("text", "a\né"));
    assertThat(result.code()).isEqualTo(ErrorCode.NOT_SUPPORTED);
    assertThat(lab.android.inputCount()).isEqualTo(before);
  }

  @Test
  void aWarningBeforeThePictureIsNotPartOfIt() throws Exception {
    lab.android.fault(Fault.DISPLAY_WARNING);
    try {
      byte[] png = ((AndroidMobileController) phone).screenshot();
      assertThat(png).startsWith(0x89, 'P', 'N', 'G');
    } finally {
      lab.android.clearFaults();
    }
  }

  @Test
  void aProgramThatReadsInputFindsNone() throws Exception {
    var read = lab.open.byId("device1").orElseThrow().run(ShellScript.of("cat"), Lab.PATIENCE);
    assertThat(read.exitCode()).isZero();
    assertThat(read.out()).isEmpty();
  }

  @Test
  void controlCharactersAreNotTyped() {
    assertThatThrownBy(() -> run(phone, "input_text", Map.of("text", "a\u0007b")))
        .isInstanceOf(ParameterException.class);
  }

  @Test
  void withoutShellV2ExitCodesComeAllTheSame() throws Exception {
    lab.android.fault(Fault.NO_SHELL_V2);
    try {
      await("a key comes by the old shell")
          .atMost(Lab.PATIENCE)
          .until(
              () ->
                  run(phone, "press_key", Map.of("key", "HOME")).success()
                      && lab.android.services().stream()
                          .anyMatch(s -> s.startsWith("shell:input keyevent")));
      assertThat(run(phone, "launch_app", Map.of("package", "com.nosuch")).code())
          .isEqualTo(ErrorCode.NOT_FOUND);
      assertThat(run(phone, "launch_app", Map.of("package", "com.android.browser")).success())
          .isTrue();
      assertThat(lab.android.screen().page()).isEqualTo("browser");
      lab.android.replace("input", 3, "no\n", "");
      var refused = run(phone, "press_key", Map.of("key", "HOME"));
      assertThat(refused.code()).isEqualTo(ErrorCode.DEVICE_REFUSED);
      assertThat(refused.message()).isEqualTo("The device did not take the input: no");
      ShellScript tooLong = ShellScript.of("echo", "x".repeat(4000));
      assertThatThrownBy(() -> lab.open.byId("device1").orElseThrow().run(tooLong, Lab.PATIENCE))
          .isInstanceOfSatisfying(
              ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE));
      String serial = lab.android.serial();
      Deadline deadline = Deadline.in(Lab.PATIENCE);
      assertThatThrownBy(() -> lab.program.client().follow(serial, tooLong, deadline))
          .isInstanceOfSatisfying(
              AdbException.class,
              e -> assertThat(e.kind()).isEqualTo(AdbException.Kind.COMMAND_TOO_LONG));
      assertThat(lab.program.isAlive()).isTrue();
    } finally {
      lab.android.clearFaults();
      awaitKey();
    }
  }

  /** Both ways the device begins anew, and a command in that moment may be lost. */
  private void awaitKey() {
    await()
        .atMost(Lab.PATIENCE)
        .until(() -> run(phone, "press_key", Map.of("key", "HOME")).success());
  }

  @Test
  void anUnknownCommandSaysWhichAreKnown() throws Exception {
    var result = run(phone, "dance", Map.of());
    assertThat(result.success()).isFalse();
    assertThat(result.message()).contains("dance", "press_key", "swipe", "find_element");
  }
}
