package com.virtualpytest.host.host.internal.remote;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.virtualpytest.host.api.driver.UiElement;
import java.util.List;

/**
 * An element of a screen on the wire, in the words that its clients know.
 *
 * @param packageName really the element's resource id
 */
public record ElementView(
    int id,
    String text,
    @JsonProperty("className") String className,
    @JsonProperty("contentDesc") String contentDesc,
    @JsonProperty("package") String packageName,
    UiElement.Bounds bounds,
    boolean clickable,
    boolean enabled,
    String xpath) {

  static List<ElementView> of(List<UiElement> elements) {
    return elements.stream().map(ElementView::of).toList();
  }

  private static ElementView of(UiElement element) {
    return new ElementView(
        element.id(),
        shown(element.text(), "<no text>"),
        element.className(),
        shown(element.contentDesc(), "<no content-desc>"),
        shown(element.resourceId(), "<no resource-id>"),
        element.bounds(),
        element.clickable(),
        element.enabled(),
        element.xpath());
  }

  private static String shown(String text, String nothing) {
    return text.isEmpty() ? nothing : text;
  }
}
