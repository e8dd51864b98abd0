package com.virtualpytest.host.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code .env.example} says what the table of variables says. */
class EnvExampleTest {
  private static final Pattern VARIABLE = Pattern.compile("#([A-Z][A-Z0-9_]*)=(.*)");

  private record Entry(String meaning, String defaultText) {}

  private static Map<String, Entry> read() throws Exception {
    Map<String, Entry> entries = new LinkedHashMap<>();
    StringBuilder comment = new StringBuilder();
    for (String line : Files.readAllLines(Path.of("src/main/dist/.env.example"))) {
      Matcher matcher = VARIABLE.matcher(line);
      if (matcher.matches()) {
        entries.put(matcher.group(1), new Entry(comment.toString().strip(), matcher.group(2)));
      }
      boolean comments = line.startsWith("# ");
      comment.append(comments ? line.substring(2) + " " : "");
      comment.setLength(comments ? comment.length() : 0);
    }
    return entries;
  }

  @Test
  void explainsEveryVariable() throws Exception {
    Map<String, Entry> entries = read();

    for (Variable variable : Variable.values()) {
      assertThat(entries)
          .containsEntry(variable.name(), new Entry(variable.meaning(), variable.defaultText()));
    }
  }

  @Test
  void namesNoOtherHostWideVariable() throws Exception {
    assertThat(read().keySet())
        .allMatch(name -> Variable.isHostWide(name) || name.startsWith("DEVICE1_"));
  }

  @Test
  void noVariableIsMistakenForAFile() {
    assertThat(Variable.values()).noneMatch(variable -> variable.name().endsWith("_FILE"));
  }

  @Test
  void everyDefaultIsAllowed() {
    assertThat(Variable.values())
        .filteredOn(variable -> !variable.defaultText().isEmpty())
        .allMatch(v -> v.defaultText().equals(v.check().normalise().apply(v.defaultText())));
  }
}
