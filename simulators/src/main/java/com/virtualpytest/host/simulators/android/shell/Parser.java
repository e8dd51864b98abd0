package com.virtualpytest.host.simulators.android.shell;

import com.virtualpytest.host.simulators.android.shell.Syntax.Assignment;
import com.virtualpytest.host.simulators.android.shell.Syntax.Background;
import com.virtualpytest.host.simulators.android.shell.Syntax.Choice;
import com.virtualpytest.host.simulators.android.shell.Syntax.For;
import com.virtualpytest.host.simulators.android.shell.Syntax.Group;
import com.virtualpytest.host.simulators.android.shell.Syntax.If;
import com.virtualpytest.host.simulators.android.shell.Syntax.Literal;
import com.virtualpytest.host.simulators.android.shell.Syntax.Loop;
import com.virtualpytest.host.simulators.android.shell.Syntax.Pipeline;
import com.virtualpytest.host.simulators.android.shell.Syntax.Redirect;
import com.virtualpytest.host.simulators.android.shell.Syntax.Sequence;
import com.virtualpytest.host.simulators.android.shell.Syntax.Simple;
import com.virtualpytest.host.simulators.android.shell.Syntax.Statement;
import com.virtualpytest.host.simulators.android.shell.Syntax.SyntaxException;
import com.virtualpytest.host.simulators.android.shell.Syntax.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads a command line: words and their quoting, lists, pipelines, groups, {@code if}, loops and
 * redirections. Here-documents, arithmetic, {@code case} and functions are not understood.
 */
final class Parser {

  private static final Set<String> CLOSERS =
      Set.of("then", "else", "elif", "fi", "do", "done", "}", "esac");

  private final WordReader in;

  Parser(String text) {
    this.in = new WordReader(text);
  }

  /**
   * The whole line.
   *
   * @throws SyntaxException it is none
   */
  static Statement parse(String text) throws SyntaxException {
    Parser parser = new Parser(text);
    Statement all = parser.sequence();
    if (!parser.in.atEnd()) {
      throw parser.in.unexpected();
    }
    return all;
  }

  /** Up to what closes it: the end, a parenthesis or a reserved word. */
  Statement sequence() throws SyntaxException {
    List<Statement> parts = new ArrayList<>();
    in.skipLines();
    while (!in.atEnd() && !in.at(")") && !CLOSERS.contains(in.reserved())) {
      Statement part = choice();
      if (in.at("&") && !in.at("&&")) {
        in.take("&");
        parts.add(new Background(part));
      } else {
        parts.add(part);
        if (!in.at(";") && !in.at("\n")) {
          break;
        }
        if (in.at(";;")) {
          throw in.unexpected();
        }
        in.take(in.at(";") ? ";" : "\n");
      }
      in.skipLines();
    }
    return new Sequence(parts);
  }

  private Statement choice() throws SyntaxException {
    Statement left = pipeline();
    while (in.at("&&") || in.at("||")) {
      boolean and = in.at("&&");
      in.take(and ? "&&" : "||");
      in.skipLines();
      left = new Choice(left, and, pipeline());
    }
    return left;
  }

  private Statement pipeline() throws SyntaxException {
    boolean negated = in.reserved().equals("!");
    if (negated) {
      in.word();
    }
    List<Statement> parts = new ArrayList<>();
    parts.add(command());
    while (in.at("|") && !in.at("||")) {
      in.take("|");
      in.skipLines();
      parts.add(command());
    }
    return parts.size() == 1 && !negated ? parts.get(0) : new Pipeline(negated, parts);
  }

  private Statement command() throws SyntaxException {
    if (in.at("(")) {
      in.take("(");
      Statement body = sequence();
      in.take(")");
      return new Group(body, true, redirects());
    }
    return switch (in.reserved()) {
      case "{" -> {
        in.word();
        Statement body = sequence();
        keyword("}");
        yield new Group(body, false, redirects());
      }
      case "if" -> conditional();
      case "while", "until" -> {
        boolean until = in.reserved().equals("until");
        in.word();
        Statement condition = sequence();
        yield new Group(new Loop(condition, until, body()), false, redirects());
      }
      case "for" -> {
        in.word();
        yield new Group(forLoop(), false, redirects());
      }
      default -> simple();
    };
  }

  private Statement conditional() throws SyntaxException {
    in.word();
    Statement condition = sequence();
    keyword("then");
    Statement then = sequence();
    Statement otherwise = new Sequence(List.of());
    if (in.reserved().equals("elif")) {
      return new If(condition, then, conditional());
    }
    if (in.reserved().equals("else")) {
      in.word();
      otherwise = sequence();
    }
    keyword("fi");
    return new Group(new If(condition, then, otherwise), false, redirects());
  }

  private Statement forLoop() throws SyntaxException {
    String name = in.reserved();
    in.word();
    List<Word> words = new ArrayList<>();
    if (in.reserved().equals("in")) {
      in.word();
      while (!in.atOperator()) {
        words.add(in.word());
      }
    }
    if (in.at(";")) {
      in.take(";");
    }
    in.skipLines();
    return new For(name, words, body());
  }

  private Statement body() throws SyntaxException {
    keyword("do");
    Statement body = sequence();
    keyword("done");
    return body;
  }

  private void keyword(String word) throws SyntaxException {
    if (!in.reserved().equals(word)) {
      throw in.unexpected();
    }
    in.word();
  }

  private List<Redirect> redirects() throws SyntaxException {
    List<Redirect> redirects = new ArrayList<>();
    for (Redirect next = in.redirect(); next != null; next = in.redirect()) {
      redirects.add(next);
    }
    return redirects;
  }

  private Statement simple() throws SyntaxException {
    List<Assignment> assignments = new ArrayList<>();
    List<Word> words = new ArrayList<>();
    List<Redirect> redirects = new ArrayList<>();
    while (true) {
      Redirect redirect = in.redirect();
      if (redirect != null) {
        redirects.add(redirect);
      } else if (in.atOperator()) {
        break;
      } else {
        Word word = in.word();
        Assignment assignment = words.isEmpty() ? assignment(word) : null;
        if (assignment != null) {
          assignments.add(assignment);
        } else {
          words.add(word);
        }
      }
    }
    if (assignments.isEmpty() && words.isEmpty() && redirects.isEmpty()) {
      throw in.unexpected();
    }
    return new Simple(assignments, words, redirects);
  }

  private static Assignment assignment(Word word) {
    if (word.parts().isEmpty()
        || !(word.parts().get(0) instanceof Literal first)
        || first.quoted()) {
      return null;
    }
    int equals = first.text().indexOf('=');
    if (equals < 1 || !first.text().substring(0, equals).matches("[A-Za-z_][A-Za-z0-9_]*")) {
      return null;
    }
    List<Syntax.Part> value = new ArrayList<>();
    value.add(new Literal(first.text().substring(equals + 1), false));
    value.addAll(word.parts().subList(1, word.parts().size()));
    return new Assignment(first.text().substring(0, equals), new Word(value));
  }
}
