package com.virtualpytest.host.simulators.android.shell;

import com.virtualpytest.host.simulators.android.device.Files;
import com.virtualpytest.host.simulators.android.shell.Syntax.Literal;
import com.virtualpytest.host.simulators.android.shell.Syntax.Part;
import com.virtualpytest.host.simulators.android.shell.Syntax.Substitution;
import com.virtualpytest.host.simulators.android.shell.Syntax.Variable;
import com.virtualpytest.host.simulators.android.shell.Syntax.Word;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Makes arguments of words: variables, substitutions, splitting, patterns. */
final class Expander {

  /** Where values come from. */
  interface Source {
    String variable(String name);

    List<String> positional();

    String output(Syntax.Statement body) throws IOException, InterruptedException;
  }

  private final Source source;
  private final Files files;

  Expander(Source source, Files files) {
    this.source = source;
    this.files = files;
  }

  /** All arguments that the words stand for. */
  List<String> arguments(List<Word> words) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    for (Word word : words) {
      Fields fields = new Fields();
      for (Part part : word.parts()) {
        add(part, fields);
      }
      fields.end();
      for (Field field : fields.done) {
        arguments.addAll(match(field));
      }
    }
    return arguments;
  }

  /** The one value that the word stands for, unsplit. */
  String value(Word word) throws IOException, InterruptedException {
    StringBuilder value = new StringBuilder();
    for (Part part : word.parts()) {
      value.append(text(part));
    }
    return value.toString();
  }

  private void add(Part part, Fields fields) throws IOException, InterruptedException {
    if (part instanceof Literal literal) {
      fields.append(literal.text(), literal.quoted());
    } else if (part instanceof Variable variable
        && variable.quoted()
        && variable.name().equals("@")) {
      List<String> all = source.positional();
      for (int i = 0; i < all.size(); i++) {
        if (i > 0) {
          fields.end();
        }
        fields.append(all.get(i), true);
      }
    } else {
      boolean quoted =
          part instanceof Variable variable
              ? variable.quoted()
              : part instanceof Substitution substitution && substitution.quoted();
      String text = text(part);
      if (quoted) {
        fields.append(text, true);
      } else {
        fields.split(text);
      }
    }
  }

  private String text(Part part) throws IOException, InterruptedException {
    if (part instanceof Literal literal) {
      return literal.text();
    }
    if (part instanceof Variable variable) {
      String value = source.variable(variable.name());
      boolean absent = value.isEmpty() && variable.fallback() != null;
      return absent ? value(variable.fallback()) : value;
    }
    String output = source.output(((Substitution) part).body());
    int end = output.length();
    while (end > 0 && output.charAt(end - 1) == '\n') {
      end--;
    }
    return output.substring(0, end);
  }

  private List<String> match(Field field) {
    if (!field.pattern) {
      return List.of(field.text.toString());
    }
    List<String> found = files.matching(Pattern.compile(field.regex.toString(), Pattern.DOTALL));
    return found.isEmpty() ? List.of(field.text.toString()) : found;
  }

  /** One argument in the making, also as the pattern that it may be. */
  private static final class Field {
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder regex = new StringBuilder();
    private boolean pattern;
  }

  private static final class Fields {
    private final List<Field> done = new ArrayList<>();
    private Field current;

    private Field current() {
      if (current == null) {
        current = new Field();
      }
      return current;
    }

    private void end() {
      if (current != null) {
        done.add(current);
        current = null;
      }
    }

    private void append(String text, boolean quoted) {
      Field field = current();
      field.text.append(text);
      text.codePoints()
          .forEach(
              c -> {
                boolean wild = !quoted && (c == '*' || c == '?');
                field.pattern |= wild;
                field.regex.append(
                    !wild ? Pattern.quote(Character.toString(c)) : c == '*' ? "[^/]*" : "[^/]");
              });
    }

    private void split(String text) {
      int start = 0;
      for (int i = 0; i <= text.length(); i++) {
        if (i == text.length() || " \t\n".indexOf(text.charAt(i)) >= 0) {
          if (i > start) {
            append(text.substring(start, i), false);
          }
          if (i < text.length()) {
            end();
          }
          start = i + 1;
        }
      }
    }
  }
}
