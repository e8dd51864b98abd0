package com.virtualpytest.host.adb.internal.android;

import com.virtualpytest.host.api.driver.App;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what the package manager prints. */
public final class Packages {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*(\\.[A-Za-z0-9_]+)*");
  private static final int MAX_NAME = 255;
  private static final String LISTED = "package:";

  private Packages() {}

  /** Whether this can be the name of a package. */
  public static boolean isName(String text) {
    return text.length() <= MAX_NAME && NAME.matcher(text).matches();
  }

  /** The lines of {@code pm list packages}. Devices tell no labels there. */
  static List<App> listed(String output) {
    return output
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith(LISTED))
        .map(line -> line.substring(LISTED.length()).strip())
        .filter(name -> !name.isEmpty())
        .distinct()
        .map(name -> new App(name, name))
        .toList();
  }

  /** The component that {@code cmd package resolve-activity --brief} names last. */
  static Optional<String> resolved(String output, String packageName) {
    return output
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith(packageName + "/") && line.indexOf(' ') < 0)
        .reduce((earlier, later) -> later);
  }

  /** The component that {@code pm dump} names below an intent of the kind MAIN. */
  static Optional<String> dumped(String output, String packageName) {
    Pattern component = Pattern.compile("\\b(" + Pattern.quote(packageName) + "/[\\w.$]+)");
    boolean main = false;
    for (String line : output.lines().toList()) {
      if (main) {
        Matcher matcher = component.matcher(line);
        if (matcher.find()) {
          return Optional.of(matcher.group(1));
        }
      }
      main = line.contains("MAIN") || (main && line.isBlank());
    }
    return Optional.empty();
  }
}
