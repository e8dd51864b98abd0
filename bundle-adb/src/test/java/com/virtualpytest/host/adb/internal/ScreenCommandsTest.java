package com.virtualpytest.host.adb.internal;

import static com.virtualpytest.host.adb.internal.Lab.PATIENCE;
import static com.virtualpytest.host.adb.internal.Lab.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.UiElement;
import com.virtualpytest.host.api.driver.VerificationController.Verdict;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.simulators.android.Profile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of a phone that look at its screen first, and the checks of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class ScreenCommandsTest {
  private static final String SETTINGS = "com.android.settings";
  private static final String FILE = "/sdcard/ui_dump.xml";

  private Lab lab;
  private AndroidMobileController phone;

  @BeforeAll
  void start(@TempDir Path home) throws Exception {
    lab = new Lab(home, Profile.PHONE);
    phone = lab.phone();
  }

  @AfterAll
  void end() {
    lab.close();
  }

  @BeforeEach
  void settings() throws Exception {
    lab.android.clearFaults();
    require("close_app", Map.of("package", SETTINGS));
    require("launch_app", Map.of("package", SETTINGS));
    assertThat(lab.android.screen().page()).isEqualTo("settings");
    lab.android.clearHistory();
  }

  private void require(String command, Map<String, Object> params) throws Exception {
    CommandResult result = run(phone, command, params);
    assertThat(result.success()).as("%s: %s", command, result.message()).isTrue();
  }

  private UiElement element(String text) throws InterruptedException {
    return phone.elements().stream()
        .filter(each -> each.text().equals(text))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"element_text", "element_id", "text"})
  void anElementIsClickedInItsMiddle(String param) throws Exception {
    UiElement display = element("Display");
    require("click_element", Map.of(param, "display"));
    assertThat(lab.android.inputs())
        .containsExactly(
            "tap %d %d"
                .formatted(
                    (display.bounds().left() + display.bounds().right()) / 2,
                    (display.bounds().top() + display.bounds().bottom()) / 2));
    assertThat(lab.android.screen().page()).isEqualTo("settings/Display");
  }

  @Test
  void ofSeveralTermsTheFirstThatIsThereIsClicked() throws Exception {
    require("click_element", Map.of("element_id", "No such thing | Battery | Display"));
    assertThat(lab.android.screen().page()).isEqualTo("settings/Battery");
  }

  @Test
  void anElementIsClickedByItsPathOrTheEndOfIt() throws Exception {
    String path = element("Apps").xpath();
    require("click_element", Map.of("element_id", path));
    assertThat(lab.android.screen().page()).isEqualTo("settings/Apps");
    require("press_key", Map.of("key", "BACK"));

    String end = path.substring(path.indexOf("/", "/node/".length()));
    require("click_element", Map.of("element_text", "/no/such[0]|" + end));
    assertThat(lab.android.screen().page()).isEqualTo("settings/Apps");

    CommandResult none = run(phone, "click_element", Map.of("text", "/node/no.Such[7]"));
    assertThat(none.code()).isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void anElementIsClickedByItsNumber() throws Exception {
    String id = Integer.toString(element("Battery").id());
    require("click_element_by_id", Map.of("element_id", id));
    assertThat(lab.android.screen().page()).isEqualTo("settings/Battery");
    for (String none : List.of("0", "999", "1e0", "0" + id, "Battery")) {
      CommandResult result = run(phone, "click_element_by_id", Map.of("element_id", none));
      assertThat(result.message()).isEqualTo("No element on the screen has the number " + none);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "oops", "[0,0][0,0]", "[10,10][10,40]", "[-40,0][20,40]"})
  void anElementWithoutAPlaceIsNotClicked(String bounds) throws Exception {
    String node =
        "<node text=\"Go\" enabled=\"true\" class=\"a.Button\" bounds=\"%s\"/>".formatted(bounds);
    lab.android.replace("cat", 0, "<hierarchy>" + node + "</hierarchy>", "");
    for (CommandResult result :
        List.of(
            run(phone, "click_element", Map.of("text", "Go")),
            run(phone, "click_element_by_id", Map.of("element_id", "1")))) {
      assertThat(result.success()).isFalse();
      assertThat(result.message()).isEqualTo("The element has no place on the screen");
    }
    assertThat(lab.android.inputs()).isEmpty();
  }

  @Test
  void aDumpTellsHowManyElementsThereAre() throws Exception {
    CommandResult result = run(phone, "dump_elements", Map.of());
    assertThat(result.success()).isTrue();
    assertThat(result.data()).containsEntry("total_elements", phone.elements().size());
  }

  @Test
  void programsAreCounted() throws Exception {
    CommandResult result = run(phone, "get_installed_apps", Map.of());
    assertThat(result.success()).isTrue();
    assertThat(result.data()).containsEntry("total_apps", phone.apps().size());
    assertThat(lab.android.executed()).contains(List.of("pm", "list", "packages", "--user", "0"));
  }

  @Test
  void aDeviceWithoutProgramsIsAnEmptyListAndAFailedCommand() throws Exception {
    lab.android.replace("pm", 0, "", "");
    assertThat(phone.apps()).isEmpty();
    assertThat(run(phone, "get_installed_apps", Map.of()).success()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("com.virtualpytest.host.adb.internal.Hostile#texts")
  void aTermIsSearchedAndNothingElse(String term) throws Exception {
    List<String> files = lab.android.files();
    run(phone, "click_element", Map.of("element_text", term));
    run(phone, "find_element", Map.of("search_term", term));
    run(phone, "click_element_by_id", Map.of("element_id", term));
    phone.verify(check("waitForElementToAppear", term, 0));
    assertThat(lab.android.executed())
        .contains(List.of("cat", FILE))
        .allMatch(
            program ->
                program.equals(List.of("rm", "-f", FILE))
                    || program.equals(List.of("uiautomator", "dump", "--compressed", FILE))
                    || program.equals(List.of("cat", FILE))
                    || program.equals(List.of("echo", "ready"))
                    || String.join(" ", program).matches("input tap \\d+ \\d+"));
    assertThat(lab.android.files()).containsAll(files).isSubsetOf(with(files, FILE));
  }

  private static List<String> with(List<String> files, String file) {
    return Stream.concat(files.stream(), Stream.of(file)).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "uiautomator | 0 | ERROR: could not get idle state. | - | Failed to dump UI: ERROR: could not get idle state.",
        "uiautomator | 137 | - | Killed | Failed to dump UI: Killed",
        "uiautomator | 0 | UI hierchary dumped to: it | - | Failed to read UI dump: cat: /sdcard/ui_dump.xml: No such file or directory",
        "cat | 1 | - | cat: it: Permission denied | Failed to read UI dump: cat: it: Permission denied",
        "cat | 0 | - | - | No UI data received from device",
      })
  void aScreenThatCannotBeReadIsSaid(
      String program, int exitCode, String out, String err, String expected) throws Exception {
    lab.android.replace(program, exitCode, line(out), line(err));
    assertRefused(() -> phone.elements(), expected);
    assertRefused(() -> phone.verify(check("waitForElementToDisappear", "Apps", 0)), expected);
    for (String command : List.of("dump_elements", "click_element", "find_element")) {
      CommandResult result =
          run(phone, command, Map.of("element_text", "Apps", "search_term", "Apps"));
      assertThat(result.code()).isEqualTo(ErrorCode.DEVICE_REFUSED);
      assertThat(result.message()).isEqualTo(expected);
    }
  }

  /** What is on it can be clicked; what is not on it may be there. */
  @Test
  void aScreenThatIsNoValidXmlIsForClicksAndNotForVerdicts() throws Exception {
    String title = "<node text=\"A & B\" enabled=\"true\" class=\"android.widget.TextView\" />";
    String button =
        "<node text=\"Go\" enabled=\"true\" class=\"a.Button\" bounds=\"[10,20][30,40]\" />";
    lab.android.replace(
        "cat", 0, "<?xml version='1.0'?><hierarchy>" + title + button + "</hierarchy>", "");
    String incomplete = "The device's UI dump is not complete";
    assertRefused(() -> phone.verify(check("waitForElementToDisappear", "Apps", 0)), incomplete);
    assertRefused(() -> phone.verify(check("waitForElementToAppear", "Go", 0)), incomplete);
    assertRefused(
        () -> phone.verify(new Command("getMenuInfo", Map.of(), Instant.now().plus(PATIENCE))),
        incomplete);

    assertThat(phone.elements()).extracting(UiElement::text).containsExactly("A & B", "Go");
    assertThat(run(phone, "dump_elements", Map.of()).data()).containsEntry("total_elements", 2);
    assertThat(run(phone, "find_element", Map.of("search_term", "go")).data())
        .containsEntry("total_matches", 1);
    require("click_element", Map.of("text", "Go"));
    require("click_element_by_id", Map.of("element_id", "2"));
    assertThat(lab.android.inputs()).containsExactly("tap 20 30", "tap 20 30");
  }

  @Test
  void aPictureThatTheDeviceDoesNotTakeIsSaid() {
    lab.android.replace("screencap", 1, "", "Unable to get display token\n");
    assertRefused(
        () -> phone.screenshot(), "Failed to take screenshot: Unable to get display token");
  }

  private static String line(String text) {
    return text == null ? "" : text + "\n";
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .hasMessage(message)
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEVICE_REFUSED));
  }

  private static Command check(String name, String term, int millis) {
    return new Command(
        name, Map.of("search_term", term, "timeout", millis), Instant.now().plus(PATIENCE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "|", " | ", "||"})
  void aCheckThatLooksForNothingDoesNotPass(String term) throws Exception {
    for (String name : List.of("waitForElementToAppear", "waitForElementToDisappear")) {
      Verdict verdict = phone.verify(check(name, term, 0));
      assertThat(verdict.passed()).isFalse();
      assertThat(verdict.message()).isEqualTo("No search term specified for ADB verification");
    }
  }

  /** Begins a check that waits; the screen has been read once when this returns. */
  private FutureTask<Verdict> begin(String name, String term) {
    lab.android.clearHistory();
    FutureTask<Verdict> verdict = new FutureTask<>(() -> phone.verify(check(name, term, 30_000)));
    Thread thread = new Thread(verdict);
    thread.setDaemon(true);
    thread.start();
    await("the screen has been looked at").atMost(PATIENCE).until(() -> dumps() > 0);
    return verdict;
  }

  /** How often the screen was read to the end. */
  private long dumps() {
    return lab.android.executed().stream().filter(program -> program.get(0).equals("cat")).count();
  }

  private Verdict passed(FutureTask<Verdict> running) throws Exception {
    Verdict verdict = running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(verdict.passed()).as(verdict.message()).isTrue();
    assertThat(dumps()).isGreaterThan(1);
    return verdict;
  }

  @Test
  void aCheckWaitsForWhatAppears() throws Exception {
    FutureTask<Verdict> running = begin("waitForElementToAppear", "Nothing|Use Display");
    require("click_element", Map.of("text", "Display"));
    assertThat(passed(running).message())
        .matches("Element found after \\d+\\.\\ds using term 'Use Display'");
  }

  @Test
  void aCheckWaitsUntilAllOfItHasDisappeared() throws Exception {
    FutureTask<Verdict> running = begin("waitForElementToDisappear", "Nothing|Bluetooth");
    require("click_element", Map.of("text", "Display"));
    assertThat(passed(running).message())
        .matches("Element 'Nothing\\|Bluetooth' disappeared after \\d+\\.\\ds");
  }

  @Test
  void aScreenThatCannotBeReadForAMomentIsWaitedFor() throws Exception {
    lab.android.replace("cat", 1, "", "cat: it: Permission denied\n");
    FutureTask<Verdict> running = begin("waitForElementToAppear", "Display");
    lab.android.clearFaults();
    assertThat(passed(running).message()).startsWith("Element found after ");
  }
}
