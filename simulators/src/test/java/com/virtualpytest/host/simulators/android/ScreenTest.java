package com.virtualpytest.host.simulators.android;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What is done with the screen shows in its facts, its dump and its picture. */
class ScreenTest {

  private static final Pattern BOUNDS = Pattern.compile("\\[(\\d+),(\\d+)]\\[(\\d+),(\\d+)]");

  private final Terminal phone = new Terminal(Profile.PHONE);
  private final Terminal tv = new Terminal(Profile.TV);

  private static ScreenFacts facts(Terminal terminal) {
    return terminal.device().ui().facts();
  }

  /** Taps the middle of the first view of that text, as the dump gives it. */
  private static void tap(Terminal terminal, String text) throws Exception {
    int[] area = bounds(find(terminal, text));
    terminal.run("input tap " + (area[0] + area[2]) / 2 + " " + (area[1] + area[3]) / 2);
  }

  private static Element find(Terminal terminal, String text) throws Exception {
    NodeList nodes = dump(terminal, "--compressed").getElementsByTagName("node");
    for (int i = 0; i < nodes.getLength(); i++) {
      Element node = (Element) nodes.item(i);
      if (node.getAttribute("text").equals(text)
          || node.getAttribute("content-desc").equals(text)) {
        return node;
      }
    }
    throw new AssertionError(text + " is not on the screen: " + facts(terminal).texts());
  }

  private static int[] bounds(Element node) {
    Matcher matcher = BOUNDS.matcher(node.getAttribute("bounds"));
    assertThat(matcher.matches()).isTrue();
    int[] bounds = new int[4];
    for (int i = 0; i < 4; i++) {
      bounds[i] = Integer.parseInt(matcher.group(i + 1));
    }
    return bounds;
  }

  private static Document dump(Terminal terminal, String options) throws Exception {
    terminal.run("uiautomator dump " + options + " /sdcard/ui.xml");
    String xml = terminal.run("cat /sdcard/ui.xml");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }

  private static BufferedImage picture(Terminal terminal) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(terminal.device().ui().png()));
  }

  @Test
  void appsOpenFromTheirIconsAndBackLeadsHome() throws Exception {
    tap(phone, "Settings");
    assertThat(facts(phone).page()).isEqualTo("settings");
    tap(phone, "Display");
    assertThat(facts(phone).page()).isEqualTo("settings/Display");

    phone.run("input keyevent BACK; input keyevent KEYCODE_BACK");

    assertThat(facts(phone).page()).isEqualTo("home");
    assertThat(phone.device().ui().isRunning("com.android.settings")).isTrue();
  }

  @Test
  void aListScrollsAndItsRowsMove() throws Exception {
    phone.run("am start -n com.android.settings/.Settings");
    int before = bounds(find(phone, "Battery"))[1];

    phone.run("input swipe 500 1500 500 1200 300");

    assertThat(facts(phone).scroll()).isEqualTo(300);
    assertThat(bounds(find(phone, "Battery"))[1]).isEqualTo(before - 300);
    phone.run("for i in 1 2 3 4; do input swipe 500 1900 500 600; done");
    tap(phone, "About device");
    assertThat(facts(phone).page()).isEqualTo("settings/About device");
  }

  @Test
  void textGoesToTheFieldAndIsSaved() throws Exception {
    phone.run("am start -n com.example.notes/.MainActivity");
    phone.run("input text 'a%sb <&>\"'; input keyevent KEYCODE_DEL KEYCODE_C");
    assertThat(facts(phone).field()).isEqualTo("a b <&>c");
    assertThat(find(phone, "a b <&>c").getAttribute("class")).isEqualTo("android.widget.EditText");

    tap(phone, "Save");

    assertThat(facts(phone).field()).isEmpty();
    assertThat(find(phone, "a b <&>c").getAttribute("class")).isEqualTo("android.widget.TextView");
  }

  @Test
  void whatNoKeyboardHasComesByBroadcast() throws Exception {
    phone.run("am start -n com.example.notes/.MainActivity");
    phone.run("input text 'é'");
    assertThat(phone.status()).isNotZero();

    phone.run("ime enable com.android.adbkeyboard/.AdbIME");
    phone.run("ime set com.android.adbkeyboard/.AdbIME");
    phone.run("am broadcast -a ADB_INPUT_B64 --es msg w6nmnKw=");

    assertThat(facts(phone).field()).isEqualTo("é本");
    assertThat(tv.run("ime set com.android.adbkeyboard/.AdbIME")).isEmpty();
    assertThat(tv.status()).isNotZero();
  }

  @Test
  void theBrowserFollowsLinksAndAddresses() throws Exception {
    phone.run("am start -a android.intent.action.VIEW -d https://start.example/");
    tap(phone, "News");
    assertThat(facts(phone).texts()).contains("Headlines of the day");

    phone.run("input keyevent BACK");
    assertThat(facts(phone).texts()).contains("Welcome to the start page.");
    tap(phone, "https://start.example/");
    assertThat(facts(phone).field()).isEqualTo("https://start.example/");
  }

  @Test
  void runningAppsAreInTheSwitcherUntilTheyAreStopped() throws Exception {
    phone.run("am start -n com.example.notes/.MainActivity; am start com.android.settings");
    phone.run("input keyevent APP_SWITCH");
    assertThat(facts(phone).page()).isEqualTo("recents");
    tap(phone, "Notes");
    assertThat(facts(phone).page()).isEqualTo("notes");

    phone.run("am force-stop com.example.notes");

    assertThat(facts(phone).page()).isEqualTo("home");
    assertThat(phone.run("pidof com.example.notes")).isEmpty();
    assertThat(phone.status()).isEqualTo(1);
  }

  @Test
  void activitiesThatAreNotThereDoNotStart() throws Exception {
    phone.run("am start -n com.example.none/.Main");
    assertThat(phone.status()).isEqualTo(1);
    assertThat(phone.errors()).contains("does not exist");
    phone.run("am start -a no.such.ACTION");
    assertThat(phone.errors()).contains("unable to resolve");
  }

  @Test
  void theFocusMovesByTheDirectionPad() throws Exception {
    assertThat(facts(tv).focus()).isEqualTo("Browser");

    tv.run("input keyevent DPAD_RIGHT DPAD_DOWN");
    assertThat(facts(tv).focus()).isEqualTo("Settings");
    tv.run("input keyevent DPAD_CENTER");
    assertThat(facts(tv).page()).isEqualTo("settings");

    tv.run("for i in 1 2 3 4 5 6 7; do input keyevent DPAD_DOWN; done");
    assertThat(facts(tv).focus()).isEqualTo("Display");
    assertThat(facts(tv).scroll()).isPositive();
    assertThat(facts(tv).texts()).contains("Display").doesNotContain("Network & internet");
  }

  @Test
  void aPlayerObeysItsKeys() throws Exception {
    tv.run("am start -n com.android.tv/.MainActivity");
    tv.run("input keyevent CHANNEL_UP CHANNEL_UP CHANNEL_DOWN MEDIA_PLAY_PAUSE");
    assertThat(facts(tv).page()).isEqualTo("player/2/paused");
    tv.run("input keyevent DPAD_CENTER VOLUME_UP VOLUME_MUTE");
    assertThat(facts(tv).page()).isEqualTo("player/2/playing");
    assertThat(facts(tv).volume()).isZero();
  }

  @Test
  void withoutLightThereIsNothingToTouch() throws Exception {
    phone.run("input keyevent POWER; input tap 160 1800");
    assertThat(facts(phone).page()).isEqualTo("off");
    assertThat(picture(phone).getRGB(540, 1000) & 0xffffff).isZero();
    assertThat(phone.run("dumpsys power")).contains("mWakefulness=Asleep");

    phone.run("input keyevent WAKEUP");
    assertThat(facts(phone).page()).isEqualTo("home");
  }

  @Test
  void thePictureShowsWhatTheDumpSays() throws Exception {
    phone.run("am start com.example.notes");
    int[] save = bounds(find(phone, "Save"));
    int inside = picture(phone).getRGB(save[0] + 60, (save[1] + save[3]) / 2) & 0xffffff;
    assertThat(inside).isEqualTo(0x1a64c8);

    List<BufferedImage> pictures = List.of(picture(phone), picture(tv));
    assertThat(pictures.get(0).getHeight()).isEqualTo(2340);
    assertThat(pictures.get(1).getWidth()).isEqualTo(1920);
  }

  @Test
  void aFullDumpHasMoreNodesThanACompressedOne() throws Exception {
    phone.run("am start com.example.notes; input text x; input keyevent ENTER");

    assertThat(dump(phone, "").getElementsByTagName("node").getLength())
        .isGreaterThan(dump(phone, "--compressed").getElementsByTagName("node").getLength());
  }

  @Test
  void thereAreMorePackagesThanForty() throws Exception {
    assertThat(phone.run("pm list packages --user 0").lines().count()).isGreaterThan(45);
    assertThat(tv.run("pm list packages -3").lines())
        .allMatch(line -> line.startsWith("package:com.example."));
    assertThat(phone.run("dumpsys display"))
        .contains("mDisplayWidth=1080")
        .contains("mDisplayHeight=2340");
    assertThat(phone.run("pm dump com.example.notes | grep -A 1 \"MAIN\""))
        .contains("com.example.notes/.MainActivity filter");
  }
}
