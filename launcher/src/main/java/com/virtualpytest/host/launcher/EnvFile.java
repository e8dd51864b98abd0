package com.virtualpytest.host.launcher;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a {@code .env} file: {@code NAME=value} per line, {@code export} allowed before it, {@code
 * #} comments, values in single quotes (literal) or double quotes (backslash escapes). Nothing is
 * interpolated. The last line for a name counts.
 */
final class EnvFile {
  private static final Pattern LINE =
      Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");
  private static final Pattern SINGLE_QUOTED = Pattern.compile("'([^']*)'\\s*(?:#.*)?");
  private static final Pattern DOUBLE_QUOTED =
      Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"\\s*(?:#.*)?");

  private EnvFile() {}

  /**
   * Reads the file.
   *
   * @throws StartException when it cannot be read or a line is malformed; says which line, never
   *     what stands in it
   */
  static Map<String, String> read(Path file) throws StartException {
    try {
      return parse(Files.readAllLines(file), file.toString());
    } catch (NoSuchFileException e) {
      throw new StartException(ExitCode.SETTING, file + ": there is no such file", e);
    } catch (CharacterCodingException e) {
      throw new StartException(ExitCode.SETTING, file + ": is not UTF-8 text", e);
    } catch (IOException e) {
      throw new StartException(ExitCode.SETTING, file + ": cannot be read", e);
    }
  }

  static Map<String, String> parse(List<String> lines, String file) throws StartException {
    Map<String, String> values = new LinkedHashMap<>();
    int number = 0;
    for (String raw : lines) {
      number++;
      String line = (number == 1 ? raw.replaceFirst("^\uFEFF", "") : raw).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw malformed(file, number, "is not NAME=value");
      }
      String value = value(matcher.group(2));
      if (value == null) {
        throw malformed(file, number, "has a quote that is not closed, or text after it");
      }
      values.put(matcher.group(1), value);
    }
    return values;
  }

  /** The value without quotes and comment; null when its quotes are wrong. */
  private static String value(String raw) {
    if (raw.startsWith("'")) {
      Matcher matcher = SINGLE_QUOTED.matcher(raw);
      return matcher.matches() ? matcher.group(1) : null;
    }
    if (raw.startsWith("\"")) {
      Matcher matcher = DOUBLE_QUOTED.matcher(raw);
      return matcher.matches() ? unescape(matcher.group(1)) : null;
    }
    return raw.startsWith("#") ? "" : raw.replaceFirst("\\s+#.*", "");
  }

  private static String unescape(String quoted) {
    StringBuilder text = new StringBuilder(quoted.length());
    for (int i = 0; i < quoted.length(); i++) {
      char c = quoted.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escaped = quoted.charAt(++i);
      switch (escaped) {
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 't' -> text.append('\t');
        case '"', '\\', '$', '`' -> text.append(escaped);
        default -> text.append(c).append(escaped);
      }
    }
    return text.toString();
  }

  private static StartException malformed(String file, int line, String why) {
    return new StartException(ExitCode.SETTING, file + ":" + line + ": the line " + why);
  }
}
