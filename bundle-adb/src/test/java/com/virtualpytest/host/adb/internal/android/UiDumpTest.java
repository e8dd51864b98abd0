package com.virtualpytest.host.adb.internal.android;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.api.driver.UiElement;
import com.virtualpytest.host.api.driver.UiElement.Bounds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UiDumpTest {
  private static String node(String attributes) {
    return "<node bounds=\"[1,2][30,40]\" clickable=\"false\" enabled=\"true\" "
        + attributes
        + "/>";
  }

  private static UiDump parse(String nodes) {
    return UiDump.parse("<?xml version='1.0'?><hierarchy rotation=\"0\">" + nodes + "</hierarchy>");
  }

  @Test
  void elementsAreNumberedInTheOrderOfTheTreeWithTheirPaths() {
    UiDump dump =
        parse(
            """
            <node class="android.widget.FrameLayout" enabled="true">
              <node class="androidx.recyclerview.widget.RecyclerView" resource-id="x:id/list" enabled="true">
                <node class="android.widget.Button" text=" First " enabled="true" clickable="true"
                    bounds="[0,10][20,40]"/>
                <node class="android.widget.TextView" content-desc="Second" enabled="true" bounds="oops"/>
                <node class="android.widget.Button" text="A &amp; B" enabled="false" bounds="[-5,0][5,8]"/>
                <node text="None" enabled="true"/>
              </node>
            </node>
            """);
    assertThat(dump.complete()).isTrue();
    String list =
        "/node/android.widget.FrameLayout[0]/androidx.recyclerview.widget.RecyclerView[0]";
    assertThat(dump.elements())
        .containsExactly(
            element(
                1,
                "First",
                "",
                "android.widget.Button",
                new Bounds(0, 10, 20, 40),
                true,
                true,
                list + "/android.widget.Button[0]"),
            element(
                2,
                "",
                "Second",
                "android.widget.TextView",
                new Bounds(0, 0, 0, 0),
                false,
                true,
                list + "/android.widget.TextView[0]"),
            element(
                3,
                "A & B",
                "",
                "android.widget.Button",
                new Bounds(-5, 0, 5, 8),
                false,
                false,
                list + "/android.widget.Button[1]"),
            element(4, "None", "", "", new Bounds(0, 0, 0, 0), false, true, list + "/node[0]"));
    assertThat(dump.elements().get(2).bounds().centerX()).isZero();
  }

  private static UiElement element(
      int id,
      String text,
      String desc,
      String className,
      Bounds bounds,
      boolean clickable,
      boolean enabled,
      String path) {
    return new UiElement(id, text, desc, "", className, bounds, clickable, enabled, path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "class=\"android.widget.ListView\" text=\"x\"",
        "class=\"androidx.compose.ui.platform.ComposeView\" text=\"x\"",
        "class=\"android.widget.LinearLayout\" resource-id=\"x:id/a\"",
        "class=\"android.view.ViewGroup\"",
        "class=\"android.view.View\"",
        "class=\"android.view.View\" resource-id=\"null\"",
        "class=\"android.widget.Button\" resource-id=\"null\" text=\"x\"",
        "",
      })
  void whatMeansNothingToPeopleIsLeftOut(String attributes) {
    assertThat(parse(node(attributes)).elements()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "class=\"android.widget.LinearLayout\" text=\"x\"",
        "class=\"android.view.ViewGroup\" content-desc=\"x\"",
        "class=\"android.view.View\" resource-id=\"x:id/a\"",
        "class=\"android.widget.ImageView\"",
      })
  void whatMeansSomethingStays(String attributes) {
    assertThat(parse(node(attributes)).elements()).hasSize(1);
  }

  @Test
  void whatIsDisabledNeitherClickableNorTextIsLeftOut() {
    assertThat(parse("<node class=\"android.widget.ImageView\" enabled=\"false\"/>").elements())
        .isEmpty();
  }

  @Test
  void malformedXmlIsScannedForNodes() {
    UiDump dump = parse("<node text=\"A & B\" enabled=\"true\" class=\"android.widget.Button\">");
    assertThat(dump.complete()).isFalse();
    assertThat(dump.elements())
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.text()).isEqualTo("A & B");
              assertThat(e.xpath()).isNull();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "<hierarchy><node text=\"x\" enabled=\"true\"/>", ""})
  void aDumpThatIsCutIsNotComplete(String text) {
    assertThat(UiDump.parse(text)).isEqualTo(new UiDump(List.of(), false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"<hierarchy rotation=\"0\"></hierarchy>", "<hierarchy rotation=\"0\"/>"})
  void anEmptyScreenIsComplete(String text) {
    assertThat(UiDump.parse(text)).isEqualTo(new UiDump(List.of(), true));
  }

  @Test
  void noFileOfThisMachineIsRead(@TempDir Path folder) throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "s3cret");
    String xml =
        "<!DOCTYPE h [<!ENTITY x SYSTEM \""
            + secret.toUri()
            + "\">]>"
            + "<hierarchy><node text=\"&x;\" class=\"a.B\" enabled=\"true\"></node></hierarchy>";
    assertThat(UiDump.parse(xml).toString()).doesNotContain("s3cret");
  }

  @Test
  void aDeepTreeIsNoProblem() {
    int depth = 20_000;
    String xml =
        "<node class=\"android.view.ViewGroup\">".repeat(depth)
            + node("text=\"deep\"")
            + "</node>".repeat(depth);
    assertThat(parse(xml).elements()).hasSizeLessThanOrEqualTo(1);
  }
}
