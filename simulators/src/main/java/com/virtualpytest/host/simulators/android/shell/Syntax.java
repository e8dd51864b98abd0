package com.virtualpytest.host.simulators.android.shell;

import java.util.List;

/** What a command line consists of. */
final class Syntax {

  private Syntax() {}

  /** Part of a word. Quoted parts are neither split nor taken for patterns. */
  sealed interface Part {}

  record Literal(String text, boolean quoted) implements Part {}

  /** {@code fallback} is what stands after {@code :-}, or null. */
  record Variable(String name, Word fallback, boolean quoted) implements Part {}

  record Substitution(Statement body, boolean quoted) implements Part {}

  record Word(List<Part> parts) {}

  /** {@code target} is a file, or the number of another descriptor after {@code >&}. */
  record Redirect(int descriptor, String operator, Word target) {}

  record Assignment(String name, Word value) {}

  sealed interface Statement {}

  record Simple(List<Assignment> assignments, List<Word> words, List<Redirect> redirects)
      implements Statement {}

  /** {@code ( … )} or, when it is not a subshell, {@code { …; }}. */
  record Group(Statement body, boolean subshell, List<Redirect> redirects) implements Statement {}

  record If(Statement condition, Statement then, Statement otherwise) implements Statement {}

  record Loop(Statement condition, boolean until, Statement body) implements Statement {}

  record For(String name, List<Word> words, Statement body) implements Statement {}

  record Pipeline(boolean negated, List<Statement> parts) implements Statement {}

  /** {@code left && right}, or {@code left || right}. */
  record Choice(Statement left, boolean and, Statement right) implements Statement {}

  record Background(Statement body) implements Statement {}

  record Sequence(List<Statement> parts) implements Statement {}

  /** The line is none that the shell understands. */
  static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    SyntaxException(String message) {
      super(message);
    }
  }
}
