package com.virtualpytest.host.simulators.android.shell;

import com.virtualpytest.host.simulators.android.shell.Syntax.Literal;
import com.virtualpytest.host.simulators.android.shell.Syntax.Part;
import com.virtualpytest.host.simulators.android.shell.Syntax.Redirect;
import com.virtualpytest.host.simulators.android.shell.Syntax.Statement;
import com.virtualpytest.host.simulators.android.shell.Syntax.Substitution;
import com.virtualpytest.host.simulators.android.shell.Syntax.SyntaxException;
import com.virtualpytest.host.simulators.android.shell.Syntax.Variable;
import com.virtualpytest.host.simulators.android.shell.Syntax.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The characters of a command line, read as words, operators and redirections. */
final class WordReader {

  private static final String ENDS_WORD = " \t\n;&|()<>";
  private static final Pattern REDIRECT = Pattern.compile("(\\d?)(>>|>&|<&|>\\||>|<)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*|[0-9?$#*@!-]");

  private final String text;
  private int position;

  WordReader(String text) {
    this.text = text;
  }

  boolean atEnd() {
    skipBlanks();
    return position >= text.length();
  }

  boolean at(String operator) {
    skipBlanks();
    return text.startsWith(operator, position);
  }

  boolean atOperator() {
    return atEnd() || ENDS_WORD.indexOf(text.charAt(position)) >= 0;
  }

  void take(String operator) throws SyntaxException {
    if (!at(operator)) {
      throw unexpected();
    }
    position += operator.length();
  }

  void skipLines() {
    while (at("\n")) {
      position++;
    }
  }

  /** The unquoted word that comes next, without taking it; empty if an operator does. */
  String reserved() {
    skipBlanks();
    int end = position;
    while (end < text.length() && ENDS_WORD.indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return text.substring(position, end);
  }

  SyntaxException unexpected() {
    skipBlanks();
    String what =
        position >= text.length()
            ? "EOF"
            : text.charAt(position) == '\n' ? "newline" : text.substring(position, position + 1);
    return new SyntaxException("syntax error: unexpected '" + what + "'");
  }

  /** The redirection that comes next, or null. */
  Redirect redirect() throws SyntaxException {
    skipBlanks();
    Matcher matcher = REDIRECT.matcher(text).region(position, text.length());
    if (!matcher.lookingAt()) {
      return null;
    }
    if (text.startsWith("<<", position)) {
      throw unexpected();
    }
    position = matcher.end();
    String operator = matcher.group(2);
    int standard = operator.startsWith("<") ? 0 : 1;
    int descriptor = matcher.group(1).isEmpty() ? standard : Integer.parseInt(matcher.group(1));
    if (atOperator()) {
      throw unexpected();
    }
    return new Redirect(descriptor, operator.equals(">|") ? ">" : operator, word());
  }

  /** The word that comes next, with all its parts. */
  Word word() throws SyntaxException {
    skipBlanks();
    List<Part> parts = new ArrayList<>();
    StringBuilder plain = new StringBuilder();
    while (position < text.length() && ENDS_WORD.indexOf(text.charAt(position)) < 0) {
      char c = text.charAt(position);
      switch (c) {
        case '\'' -> {
          flush(plain, parts, false);
          position++;
          parts.add(new Literal(until("'"), true));
        }
        case '"' -> {
          flush(plain, parts, false);
          position++;
          doubleQuoted(parts);
        }
        case '\\' -> {
          flush(plain, parts, false);
          position++;
          escaped(parts);
        }
        case '$', '`' -> {
          flush(plain, parts, false);
          parts.add(expansion(false));
        }
        default -> {
          plain.append(c);
          position++;
        }
      }
    }
    flush(plain, parts, false);
    return new Word(parts);
  }

  private void skipBlanks() {
    while (position < text.length()) {
      char c = text.charAt(position);
      if (text.startsWith("\\\n", position)) {
        position += 2;
      } else if (c == ' ' || c == '\t') {
        position++;
      } else if (c == '#' && (position == 0 || ENDS_WORD.indexOf(text.charAt(position - 1)) >= 0)) {
        int line = text.indexOf('\n', position);
        position = line < 0 ? text.length() : line;
      } else {
        return;
      }
    }
  }

  private void escaped(List<Part> parts) {
    if (position >= text.length()) {
      parts.add(new Literal("\\", true));
    } else if (text.charAt(position) == '\n') {
      position++;
    } else {
      int end = text.offsetByCodePoints(position, 1);
      parts.add(new Literal(text.substring(position, end), true));
      position = end;
    }
  }

  private void doubleQuoted(List<Part> parts) throws SyntaxException {
    StringBuilder plain = new StringBuilder();
    parts.add(new Literal("", true));
    while (true) {
      if (position >= text.length()) {
        throw new SyntaxException("syntax error: no closing quote");
      }
      char c = text.charAt(position);
      if (c == '"') {
        position++;
        flush(plain, parts, true);
        return;
      } else if (c == '\\' && position + 1 < text.length()) {
        char next = text.charAt(position + 1);
        if ("\\\"$`".indexOf(next) >= 0) {
          plain.append(next);
        } else if (next != '\n') {
          plain.append(c).append(next);
        }
        position += 2;
      } else if (c == '$' || c == '`') {
        flush(plain, parts, true);
        parts.add(expansion(true));
      } else {
        plain.append(c);
        position++;
      }
    }
  }

  private Part expansion(boolean quoted) throws SyntaxException {
    char c = text.charAt(position++);
    if (c == '`') {
      return new Substitution(Parser.parse(unescaped(until("`"))), quoted);
    }
    if (text.startsWith("(", position)) {
      position++;
      Statement body = nested();
      return new Substitution(body, quoted);
    }
    if (text.startsWith("{", position)) {
      position++;
      return braces(quoted);
    }
    Matcher name = NAME.matcher(text).region(position, text.length());
    if (name.lookingAt()) {
      position = name.end();
      return new Variable(name.group(), null, quoted);
    }
    return new Literal("$", quoted);
  }

  private Part braces(boolean quoted) throws SyntaxException {
    Matcher name = NAME.matcher(text).region(position, text.length());
    if (!name.lookingAt()) {
      throw new SyntaxException("bad substitution");
    }
    position = name.end();
    Word fallback = null;
    if (text.startsWith(":-", position)) {
      position += 2;
      WordReader inner = new WordReader(until("}"));
      fallback = inner.atEnd() ? new Word(List.of()) : inner.word();
    } else if (text.startsWith("}", position)) {
      position++;
    } else {
      throw new SyntaxException("bad substitution");
    }
    return new Variable(name.group(), fallback, quoted);
  }

  /** The body of {@code $( … )}, read by a parser of its own that stops at the parenthesis. */
  private Statement nested() throws SyntaxException {
    if (text.startsWith("(", position)) {
      throw new SyntaxException("syntax error: arithmetic is not understood");
    }
    int end = Nesting.end(text, position);
    Statement body = Parser.parse(text.substring(position, end));
    position = end + 1;
    return body;
  }

  private String until(String end) throws SyntaxException {
    int start = position;
    int at = text.indexOf(end, position);
    while (end.equals("`") && at > start && text.charAt(at - 1) == '\\') {
      at = text.indexOf(end, at + 1);
    }
    if (at < 0) {
      throw new SyntaxException("syntax error: no closing quote");
    }
    position = at + end.length();
    return text.substring(start, at);
  }

  private static String unescaped(String body) {
    return body.replace("\\`", "`").replace("\\$", "$").replace("\\\\", "\\");
  }

  private static void flush(StringBuilder plain, List<Part> parts, boolean quoted) {
    if (!plain.isEmpty()) {
      parts.add(new Literal(plain.toString(), quoted));
      plain.setLength(0);
    }
  }
}
