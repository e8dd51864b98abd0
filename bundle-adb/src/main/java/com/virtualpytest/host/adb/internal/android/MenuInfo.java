package com.virtualpytest.host.adb.internal.android;

import com.virtualpytest.host.api.driver.UiElement;
import com.virtualpytest.host.api.driver.UiElement.Bounds;
import com.virtualpytest.host.api.driver.VerificationController.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads names and values from what is on the screen, as menus of devices show them. */
public final class MenuInfo {
  private static final int LONGEST = 200;

  private MenuInfo() {}

  /**
   * Reads them.
   *
   * @param area only what touches it; null for the whole screen
   */
  public static Verdict of(List<UiElement> elements, Bounds area) {
    Map<String, Object> fields = new LinkedHashMap<>();
    List<Map<String, Object>> raw = new ArrayList<>();
    for (UiElement element : elements) {
      if (area != null && !element.bounds().overlaps(area)) {
        continue;
      }
      raw.add(raw(raw.size(), element));
      field(element).ifPresent(field -> fields.put(field.key, field.value));
    }
    String message = "Parsed %d fields from %d UI elements".formatted(fields.size(), raw.size());
    Map<String, Object> output =
        Map.of("parsed_data", fields, "raw_dump", raw, "element_count", raw.size());
    return new Verdict(true, message, 1, "", message, output);
  }

  private record Field(String key, String value) {}

  private static Optional<Field> field(UiElement element) {
    String shown = element.text().isEmpty() ? element.contentDesc() : element.text();
    String text = UiDump.unescape(shown).strip();
    int newline = text.indexOf('\n');
    if (newline > 0) {
      return field(text, newline, 1);
    }
    int colon = text.indexOf(": ");
    if (colon > 0 && text.length() < LONGEST) {
      return field(text, colon, 2);
    }
    int dash = text.indexOf(" - ");
    if (dash > 0) {
      return field(text, dash, 3);
    }
    int tab = text.indexOf('\t');
    return tab > 0 ? field(text, tab, 1) : Optional.empty();
  }

  private static Optional<Field> field(String text, int at, int separator) {
    String key = text.substring(0, at).strip().replaceAll("[ -]", "_").replace(":", "");
    String value = text.substring(at + separator).strip();
    return key.isEmpty() || value.isEmpty() ? Optional.empty() : Optional.of(new Field(key, value));
  }

  private static Map<String, Object> raw(int index, UiElement element) {
    Map<String, Object> raw = new LinkedHashMap<>();
    raw.put("index", index);
    raw.put("tag", element.className().isEmpty() ? "unknown" : element.className());
    raw.put("text", element.text());
    raw.put("resource_id", element.resourceId());
    raw.put("content_desc", element.contentDesc());
    raw.put("class_name", element.className());
    raw.put("bounds", element.bounds().toString());
    raw.put("clickable", element.clickable());
    raw.put("enabled", element.enabled());
    return raw;
  }
}
