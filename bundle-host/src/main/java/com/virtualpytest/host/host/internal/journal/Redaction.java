package com.virtualpytest.host.host.internal.journal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Takes secrets out of a command's parameters, and shortens them: what is named like a secret, what
 * holds one of the host's own secrets, and what is typed into a device, which may be a password. Of
 * the latter only the length is left. The work is bounded, whatever a caller sends.
 */
final class Redaction {
  private static final String MASK = "***";
  private static final int SHORTEST_SECRET = 4;
  private static final int LONGEST_TEXT = 500;
  private static final int MOST_TEXT = 4000;
  private static final int MOST_VALUES = 100;
  private static final int DEEPEST = 5;

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          ".*(passw|pwd|passphrase|secret|token|api_?key|credential|authorization).*|pin(_?code)?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern TYPING =
      Pattern.compile(".*(input|type|send|write|login).*", Pattern.CASE_INSENSITIVE);
  private static final Pattern TYPED = Pattern.compile("text|data|line|value|input|keys");

  private final List<String> secrets;

  /**
   * @param secrets the host's own
   */
  Redaction(Collection<String> secrets) {
    this.secrets =
        secrets.stream()
            .filter(secret -> secret.length() >= SHORTEST_SECRET)
            .distinct()
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
  }

  /** The parameters of a command as they may be kept. */
  Map<String, Object> params(String command, Map<String, Object> params) {
    return new Walk(TYPING.matcher(command).matches()).map(params, 0);
  }

  /** A sentence as it may be kept; null stays null. */
  String text(String text) {
    if (text == null) {
      return null;
    }
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, MASK);
    }
    return clean.length() <= LONGEST_TEXT ? clean : clean.substring(0, LONGEST_TEXT) + "…";
  }

  private final class Walk {
    private final boolean typing;
    private int left = MOST_VALUES;
    private int room = MOST_TEXT;

    Walk(boolean typing) {
      this.typing = typing;
    }

    Map<String, Object> map(Map<?, ?> values, int depth) {
      Map<String, Object> clean = new LinkedHashMap<>();
      for (Map.Entry<?, ?> entry : values.entrySet()) {
        if (left-- <= 0) {
          break;
        }
        String name = shortened(String.valueOf(entry.getKey()));
        clean.put(name, named(name, entry.getValue(), depth));
      }
      return clean;
    }

    private Object named(String name, Object value, int depth) {
      if (value == null) {
        return null;
      }
      if (SECRET_NAME.matcher(name).matches()) {
        return MASK;
      }
      if (typing && value instanceof String text && TYPED.matcher(name).matches()) {
        return text.length() + " characters";
      }
      return value(value, depth);
    }

    private Object value(Object value, int depth) {
      if (value instanceof String text) {
        return shortened(text);
      }
      if (value instanceof Number || value instanceof Boolean || value == null) {
        return value;
      }
      if (depth >= DEEPEST) {
        return "…";
      }
      if (value instanceof Map<?, ?> map) {
        return map(map, depth + 1);
      }
      if (value instanceof Collection<?> list) {
        List<Object> clean = new ArrayList<>();
        for (Object element : list) {
          if (left-- <= 0) {
            break;
          }
          clean.add(value(element, depth + 1));
        }
        return clean;
      }
      return shortened(value.toString());
    }

    /**
     * Nothing is left of texts once there were enough. Cut first: a body of a mebibyte must not be
     * searched.
     */
    private String shortened(String text) {
      if (room <= 0) {
        return "…";
      }
      room -= Math.min(text.length(), LONGEST_TEXT);
      return text(text.length() <= 4 * LONGEST_TEXT ? text : text.substring(0, 4 * LONGEST_TEXT));
    }
  }
}
