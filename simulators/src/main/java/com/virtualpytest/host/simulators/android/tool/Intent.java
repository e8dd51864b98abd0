package com.virtualpytest.host.simulators.android.tool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code am} and {@code pm} are asked for, as their arguments describe it. */
record Intent(
    String action,
    String data,
    List<String> categories,
    String component,
    String packageName,
    Map<String, String> extras,
    boolean waits,
    boolean restarts) {

  private static final Set<String> SKIPPED_WITH_VALUE =
      Set.of("-t", "-f", "--user", "--activity", "--windowingMode", "--display", "-i");
  private static final Set<String> EXTRAS =
      Set.of("--es", "-e", "--ei", "--ez", "--el", "--ef", "--eu", "--esa", "--eia");

  static Intent of(List<String> args) {
    String action = "";
    String data = "";
    String component = "";
    String packageName = "";
    List<String> categories = new ArrayList<>();
    Map<String, String> extras = new HashMap<>();
    boolean waits = false;
    boolean restarts = false;
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      String next = i + 1 < args.size() ? args.get(i + 1) : "";
      if (EXTRAS.contains(arg)) {
        extras.put(next, i + 2 < args.size() ? args.get(i + 2) : "");
        i += 2;
      } else if (SKIPPED_WITH_VALUE.contains(arg)) {
        i++;
      } else if (arg.matches("-[adcnp]")) {
        switch (arg) {
          case "-a" -> action = next;
          case "-d" -> data = next;
          case "-c" -> categories.add(next);
          case "-n" -> component = next;
          default -> packageName = next;
        }
        i++;
      } else if (arg.startsWith("-")) {
        waits |= arg.equals("-W");
        restarts |= arg.equals("-S");
      } else if (arg.contains("://")) {
        data = arg;
      } else if (arg.contains("/")) {
        component = arg;
      } else {
        packageName = arg;
      }
    }
    return new Intent(action, data, categories, component, packageName, extras, waits, restarts);
  }

  /** As the system writes it. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    if (!action.isEmpty()) {
      parts.add("act=" + action);
    }
    if (!categories.isEmpty()) {
      parts.add("cat=[" + String.join(",", categories) + "]");
    }
    if (!data.isEmpty()) {
      parts.add("dat=" + data);
    }
    if (!packageName.isEmpty()) {
      parts.add("pkg=" + packageName);
    }
    if (!component.isEmpty()) {
      parts.add("cmp=" + component);
    }
    if (!extras.isEmpty()) {
      parts.add("(has extras)");
    }
    return "Intent { " + String.join(" ", parts) + " }";
  }
}
