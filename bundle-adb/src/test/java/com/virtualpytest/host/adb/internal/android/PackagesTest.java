package com.virtualpytest.host.adb.internal.android;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.api.driver.App;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackagesTest {

  @Test
  void theListIsReadWholeAndOnce() {
    assertThat(
            Packages.listed("package:com.a\r\n\npackage:com.b \nnoise\npackage:com.a\npackage:\n"))
        .containsExactly(new App("com.a", "com.a"), new App("com.b", "com.b"));
    assertThat(Packages.listed(String.join("\n", Collections.nCopies(1, "package:x")))).hasSize(1);
    assertThat(Packages.listed("")).isEmpty();
  }

  @Test
  void theResolvedActivityIsThatOfThePackage() {
    String brief = "priority=0 preferredOrder=0 match=0x108000\ncom.a/.Main\n";
    assertThat(Packages.resolved(brief, "com.a")).contains("com.a/.Main");
    assertThat(Packages.resolved("No activity found", "com.a")).isEmpty();
    assertThat(Packages.resolved("android/com.android.internal.app.ResolverActivity", "com.a"))
        .isEmpty();
  }

  @Test
  void olderDevicesDumpIt() {
    String dump =
        """
        Activity Resolver Table:
          Non-Data Actions:
              android.intent.action.MAIN:
                1a2b3c com.a/.Main filter 4d5e6f
                  Action: "android.intent.action.MAIN"
        """;
    assertThat(Packages.dumped(dump, "com.a")).contains("com.a/.Main");
    assertThat(Packages.dumped(dump, "com.other")).isEmpty();
  }

  @Test
  void aTextBecomesCommandsOfTheRightLength() {
    assertThat(lines("a b")).containsExactly("input text a%sb");
    assertThat(lines("5%s")).containsExactly("input text 5% && input text s");
    assertThat(lines("a\nb"))
        .containsExactly("input text a && input keyevent KEYCODE_ENTER && input text b");
    assertThat(lines("'".repeat(InputText.MAX_LENGTH)))
        .allMatch(line -> line.length() < 4096)
        .hasSizeGreaterThan(1);
  }

  private static List<String> lines(String text) {
    return InputText.scripts(text).stream().map(Object::toString).toList();
  }
}
