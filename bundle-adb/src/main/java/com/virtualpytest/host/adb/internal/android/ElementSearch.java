package com.virtualpytest.host.adb.internal.android;

import com.virtualpytest.host.api.driver.UiElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds elements by what people call them. */
public final class ElementSearch {
  private static final List<String> WIDGETS = List.of("button", "tab", "switch", "edittext");

  private ElementSearch() {}

  /**
   * An element that fits.
   *
   * @param element the element
   * @param reason what of it fits: {@code Text: 'Network'}
   */
  public record Match(UiElement element, String reason) {}

  /** The terms of {@code A|B|C}. */
  public static List<String> terms(String text) {
    return Arrays.stream(text.split("\\|"))
        .map(String::strip)
        .filter(term -> !term.isEmpty())
        .toList();
  }

  /** Whether a term is a path of the tree rather than a word. */
  public static boolean isPath(String term) {
    return term.startsWith("/") && (term.indexOf('/', 1) > 0 || term.indexOf('[') > 0);
  }

  /** The element whose path is the term, or holds it; the first of the tree. */
  public static Optional<UiElement> byPath(String term, List<UiElement> elements) {
    return elements.stream()
        .filter(element -> element.xpath() != null && element.xpath().contains(term))
        .findFirst();
  }

  /**
   * The elements in which the term occurs, in any case of letters, the best first: equal to it,
   * beginning with it, made to be clicked, written like it, short.
   */
  public static List<Match> byWord(String term, List<UiElement> elements) {
    List<Hit> hits = new ArrayList<>();
    for (UiElement element : elements) {
      hit(term, element).ifPresent(hits::add);
    }
    hits.sort(Hit.BEST_FIRST);
    return hits.stream().map(hit -> new Match(hit.element, hit.reason())).toList();
  }

  private static Optional<Hit> hit(String term, UiElement element) {
    List<String> names = List.of("Text", "Content Desc", "Resource ID", "Class");
    List<String> values =
        List.of(element.text(), element.contentDesc(), element.resourceId(), element.className());
    for (int i = 0; i < values.size(); i++) {
      int at = find(term, values.get(i));
      if (at >= 0) {
        return Optional.of(new Hit(element, term, names.get(i), values.get(i), at));
      }
    }
    return Optional.empty();
  }

  private static int find(String term, String value) {
    for (int at = 0; at + term.length() <= value.length(); at++) {
      if (value.regionMatches(true, at, term, 0, term.length())) {
        return at;
      }
    }
    return -1;
  }

  private record Hit(UiElement element, String term, String name, String value, int at) {
    static final Comparator<Hit> BEST_FIRST =
        Comparator.comparing((Hit hit) -> hit.value.equals(hit.term))
            .thenComparing(hit -> hit.at == 0)
            .thenComparing(Hit::widget)
            .thenComparing(Hit::equalCase)
            .reversed()
            .thenComparing(hit -> hit.value.length());

    String reason() {
      return name + ": '" + value + "'";
    }

    int widget() {
      String kind = element.className().toLowerCase(Locale.ROOT);
      return WIDGETS.stream().anyMatch(kind::contains) ? 2 : element.clickable() ? 1 : 0;
    }

    long equalCase() {
      long count = 0;
      for (int i = 0; i < term.length(); i++) {
        count += value.charAt(at + i) == term.charAt(i) ? 1 : 0;
      }
      return count;
    }
  }
}
