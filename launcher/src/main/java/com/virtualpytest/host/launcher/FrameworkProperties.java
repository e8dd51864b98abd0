package com.virtualpytest.host.launcher;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code etc/framework.properties}. {@code ${NAME}} stands for a setting, but only for those
 * that anybody may see: the web console prints all framework properties.
 */
final class FrameworkProperties {
  private static final Set<String> SHOWN =
      Set.of("HOST_BIND", "HOST_PORT", "HOST_DATA_DIR", Settings.HOST_HOME);
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Z_]+)}");

  private FrameworkProperties() {}

  static Map<String, String> read(Path file, Map<String, String> settings) throws StartException {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new StartException(ExitCode.BROKEN, file + " cannot be read", e);
    }
    return parse(text, settings, file.toString());
  }

  static Map<String, String> parse(String text, Map<String, String> settings, String file)
      throws StartException {
    Properties properties = new Properties();
    try (Reader reader = new StringReader(text)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new StartException(ExitCode.BROKEN, file + " is no properties file", e);
    }
    Map<String, String> resolved = new HashMap<>();
    for (String name : properties.stringPropertyNames()) {
      Matcher matcher = REFERENCE.matcher(properties.getProperty(name));
      StringBuilder value = new StringBuilder();
      while (matcher.find()) {
        if (!SHOWN.contains(matcher.group(1))) {
          throw new StartException(
              ExitCode.BROKEN, file + ": " + name + " may not use ${" + matcher.group(1) + "}");
        }
        matcher.appendReplacement(value, Matcher.quoteReplacement(settings.get(matcher.group(1))));
      }
      resolved.put(name, matcher.appendTail(value).toString());
    }
    return resolved;
  }
}
