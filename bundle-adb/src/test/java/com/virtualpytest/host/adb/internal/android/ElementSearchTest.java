package com.virtualpytest.host.adb.internal.android;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.api.driver.UiElement;
import com.virtualpytest.host.api.driver.UiElement.Bounds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ElementSearchTest {
  private final List<UiElement> elements = new ArrayList<>();

  private UiElement add(String text, String desc, String id, String kind, boolean clickable) {
    int number = elements.size() + 1;
    Bounds bounds = new Bounds(0, 0, 1, 1);
    UiElement element =
        new UiElement(
            number,
            text,
            desc,
            id,
            kind,
            bounds,
            clickable,
            true,
            "/node/" + kind + "[" + number + "]");
    elements.add(element);
    return element;
  }

  private List<Integer> find(String term) {
    return ElementSearch.byWord(term, elements).stream().map(m -> m.element().id()).toList();
  }

  @Test
  void theFirstFieldThatHoldsTheTermIsTheReason() {
    add("Network & internet", "network", "id/network", "a.Network", false);
    add("", "My network", "", "", false);
    add("", "", "id/network", "", false);
    add("", "", "", "a.NetworkView", false);
    assertThat(ElementSearch.byWord("NETWORK", elements).stream().map(ElementSearch.Match::reason))
        .containsExactlyInAnyOrder(
            "Text: 'Network & internet'",
            "Content Desc: 'My network'",
            "Resource ID: 'id/network'",
            "Class: 'a.NetworkView'");
  }

  @Test
  void whatIsEqualComesFirstThenWhatBegins() {
    add("Open settings now", "", "", "", true);
    add("Settings page", "", "", "", true);
    add("settings", "", "", "", false);
    assertThat(find("settings")).containsExactly(3, 2, 1);
  }

  @Test
  void amongEqualsWidgetsAndThenClickableOnesComeFirst() {
    add("Play", "", "", "android.widget.TextView", false);
    add("Play", "", "", "android.widget.TextView", true);
    add("Play", "", "", "android.widget.ImageButton", false);
    assertThat(find("Play")).containsExactly(3, 2, 1);
  }

  @Test
  void thenTheSameCaseThenTheShorterOne() {
    add("PLAY list", "", "", "", false);
    add("Play list", "", "", "", false);
    add("Play it", "", "", "", false);
    assertThat(find("Play")).containsExactly(3, 2, 1);
  }

  @Test
  void thePlaceholdersOfTheWireAreNotSearched() {
    add("", "", "", "android.widget.ImageView", true);
    assertThat(find("no text")).isEmpty();
    assertThat(find("text")).isEmpty();
  }

  @Test
  void pathsAreFoundInTheOrderOfTheTree() {
    add("A", "", "", "a.B", false);
    add("B", "", "", "a.B", false);
    assertThat(ElementSearch.isPath("/node/a.B[2]")).isTrue();
    assertThat(ElementSearch.isPath("/settings")).isFalse();
    assertThat(ElementSearch.byPath("/node/a.B[2]", elements).orElseThrow().text()).isEqualTo("B");
    assertThat(ElementSearch.byPath("/a.B", elements).orElseThrow().text()).isEqualTo("A");
    assertThat(ElementSearch.byPath("/node/c", elements)).isEmpty();
  }

  @Test
  void termsAreSeparatedByBars() {
    assertThat(ElementSearch.terms(" A | B||c d ")).containsExactly("A", "B", "c d");
  }

  @Test
  void menusAreReadAsNamesAndValues() {
    add("Android version\n14", "", "", "a.T", false);
    add("Build-number: AB &amp; C", "", "", "a.T", false);
    add("", "IP - 10.0.0.1", "", "a.T", false);
    add("Model\tX", "", "", "a.T", false);
    add("Alone", "", "", "a.T", false);
    var verdict = MenuInfo.of(elements, null);
    assertThat(verdict.message()).isEqualTo("Parsed 4 fields from 5 UI elements");
    assertThat(verdict.output().get("parsed_data").toString())
        .isEqualTo("{Android_version=14, Build_number=AB & C, IP=10.0.0.1, Model=X}");
    assertThat(MenuInfo.of(elements, new Bounds(5, 5, 9, 9)).output())
        .containsEntry("element_count", 0);
  }
}
