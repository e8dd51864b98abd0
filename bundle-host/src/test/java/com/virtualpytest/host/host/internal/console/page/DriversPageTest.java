package com.virtualpytest.host.host.internal.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.api.device.State;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriversPageTest {

  private static final Clock CLOCK =
      Clock.fixed(FakeControl.NOW.plus(Duration.ofMinutes(5)), ZoneOffset.UTC);

  private final FakeControl control = new FakeControl();
  private final DriversPage page =
      new DriversPage(new Notices(), control, control, new BundleWishes(control), CLOCK);

  private Visit post(Visit visit) throws Exception {
    page.service(visit.request(), visit.response());
    return visit;
  }

  private String get(String notice) throws Exception {
    Visit visit = new Visit("GET", "/drivers").with("notice", notice);
    page.doGet(visit.request(), visit.response());
    return visit.body();
  }

  /** What the page says that a change leads to. */
  private String told(Visit visit) throws Exception {
    assertThat(visit.status()).isEqualTo(303);
    String prefix = "/system/console/drivers?notice=";
    assertThat(visit.header("Location")).startsWith(prefix);
    return get(visit.header("Location").substring(prefix.length()));
  }

  private static Visit form(String action) {
    return new Visit("POST", "/drivers").with("action", action).with("name", "fixture.relay");
  }

  @Test
  void showsBundlesAndTheirHistory() throws Exception {
    control.bundles.add(FakeControl.bundle("fixture.relay", "data", State.READY, null));
    control.bundles.add(
        FakeControl.bundle("fixture.bad", "data", State.FAILED, "Missing <package>"));
    control.history.add(FakeControl.swap("updated", "1 (a)", "2 (b)", null));

    String markup = get(null);

    assertThat(markup)
        .contains("2 jars in the drop-in folders, 1 of them serve")
        .contains("fixture.relay", "01234567", "SHA-256 0123456789abcdef", ">ready<", "5 min")
        .contains("Missing &lt;package&gt;", "fixture.bad.jar")
        .contains("updated", "1 (a)", "2 (b)", "console", "12 ms", "3 for up to 45 ms");
  }

  @Test
  void offersOnlyWhatCanBeDone() throws Exception {
    control.bundles.add(FakeControl.bundle("fixture.here", "data", State.READY, null));
    control.bundles.add(FakeControl.bundle("fixture.there", "installation", State.READY, null));
    control.previous.put("fixture.there", "0.9.0 (abc)");

    String[] rows = get(null).split("<tr>");

    assertThat(rows[2]).contains("fixture.here", "Remove").doesNotContain("Back to");
    assertThat(rows[3]).contains("fixture.there", "Back to 0.9.0 (abc)").doesNotContain("Remove");
  }

  @Test
  void installsWhatIsUploaded() throws Exception {
    Visit visit = post(form("upload").withFile("bundlefile", "good").withFile("other", "x"));

    assertThat(control.wishes).containsExactly("install good by console");
    assertThat(told(visit)).contains("ui-state-highlight", "fixture.relay 2 (b) updated, 12 ms");
  }

  @Test
  void tellsWhyAJarIsNotTaken() throws Exception {
    String refused = told(post(form("upload").withFile("bundlefile", "bad")));
    String kept = told(post(form("upload").withFile("bundlefile", "worse")));

    assertThat(refused).contains("ui-state-error", "It is no &lt;jar&gt;. Build it again");
    assertThat(kept)
        .contains("ui-state-error", "2 (b) was not taken, 1 (a) serves on: It did not start");
  }

  @Test
  void tellsThatNothingWasChosen() throws Exception {
    assertThat(told(post(form("upload").withFile("bundlefile", "")))).contains("No jar was chosen");
  }

  @ParameterizedTest
  @CsvSource({"-1, does not say how long it is", "62914560, larger than 50 MiB"})
  void takesNoUploadThatIsTooLargeOrOfUnknownLength(long length, String why) throws Exception {
    Visit visit = post(form("upload").withFile("bundlefile", "good").ofLength(length));

    assertThat(told(visit)).contains(why);
    assertThat(control.wishes).isEmpty();
  }

  @Test
  void goesBackAndRemoves() throws Exception {
    control.bundles.add(FakeControl.bundle("fixture.relay", "data", State.READY, null));

    assertThat(told(post(form("rollback")))).contains("1 (a) downgraded");
    assertThat(told(post(form("remove")))).contains("1 (a) removed");
    assertThat(control.wishes)
        .containsExactly("rollback fixture.relay by console", "remove fixture.relay by console");
  }

  @Test
  void knowsNoOtherAction() throws Exception {
    assertThat(told(post(form("format")))).contains("no such action");
    assertThat(control.wishes).isEmpty();
  }
}
