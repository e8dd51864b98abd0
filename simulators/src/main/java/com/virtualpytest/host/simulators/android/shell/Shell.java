package com.virtualpytest.host.simulators.android.shell;

import com.virtualpytest.host.simulators.android.device.Files;
import com.virtualpytest.host.simulators.android.shell.Syntax.Assignment;
import com.virtualpytest.host.simulators.android.shell.Syntax.Background;
import com.virtualpytest.host.simulators.android.shell.Syntax.Choice;
import com.virtualpytest.host.simulators.android.shell.Syntax.For;
import com.virtualpytest.host.simulators.android.shell.Syntax.Group;
import com.virtualpytest.host.simulators.android.shell.Syntax.If;
import com.virtualpytest.host.simulators.android.shell.Syntax.Loop;
import com.virtualpytest.host.simulators.android.shell.Syntax.Pipeline;
import com.virtualpytest.host.simulators.android.shell.Syntax.Sequence;
import com.virtualpytest.host.simulators.android.shell.Syntax.Simple;
import com.virtualpytest.host.simulators.android.shell.Syntax.Statement;
import com.virtualpytest.host.simulators.android.shell.Syntax.SyntaxException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs command lines as {@code /system/bin/sh} does, so that what is badly quoted really takes
 * effect. One shell is used by one thread; the parts of a pipeline get shells and threads of their
 * own. Jobs in the background run to their end before the next command.
 */
public final class Shell {

  private static final int SYNTAX_ERROR = 1;

  private final Environment environment;
  private final Map<String, String> variables;
  private final List<String> positional;
  private final Expander expander;
  private int status;
  private boolean exiting;

  /** A new one, with nothing but the usual variables. */
  public Shell(Environment environment) {
    this(environment, List.of());
  }

  /** One that runs a script with these for {@code $1}, {@code $2} … */
  public Shell(Environment environment, List<String> positional) {
    this(
        environment,
        new HashMap<>(
            Map.of(
                "PATH", "/system/bin:/vendor/bin",
                "HOME", "/",
                "USER", "shell",
                "SHELL", "/bin/sh",
                "PWD", "/")),
        positional);
  }

  private Shell(Environment environment, Map<String, String> variables, List<String> positional) {
    this.environment = environment;
    this.variables = variables;
    this.positional = positional;
    this.expander = new Expander(new Values(), environment.files());
  }

  /** What it runs in. */
  public Environment environment() {
    return environment;
  }

  /**
   * Runs a command line to its end.
   *
   * @return its exit code
   * @throws IOException nobody reads the output any more
   * @throws InterruptedException whoever started it is gone
   */
  public int run(String line, InputStream in, OutputStream out, OutputStream err)
      throws IOException, InterruptedException {
    Streams streams = new Streams(in, out, err);
    try {
      status = run(Parser.parse(line), streams);
    } catch (SyntaxException e) {
      streams.complain(e.getMessage());
      status = SYNTAX_ERROR;
    }
    return status;
  }

  /** Whether {@code exit} was called. */
  public boolean exited() {
    return exiting;
  }

  int run(Statement statement, Streams streams) throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("stopped");
    }
    if (exiting) {
      return status;
    }
    if (statement instanceof Simple simple) {
      status = simple(simple, streams);
    } else if (statement instanceof Sequence sequence) {
      status = sequence.parts().isEmpty() ? 0 : status;
      for (Statement part : sequence.parts()) {
        run(part, streams);
      }
    } else if (statement instanceof Choice choice) {
      boolean succeeded = run(choice.left(), streams) == 0;
      if (succeeded == choice.and()) {
        run(choice.right(), streams);
      }
    } else if (statement instanceof Pipeline pipeline) {
      int result = new PipelineRun(this).run(pipeline.parts(), streams);
      status = pipeline.negated() ? (result == 0 ? 1 : 0) : result;
    } else if (statement instanceof Group group) {
      status = group(group, streams);
    } else if (statement instanceof If choice) {
      run(run(choice.condition(), streams) == 0 ? choice.then() : choice.otherwise(), streams);
    } else if (statement instanceof Background background) {
      copy().run(background.body(), streams);
      status = 0;
    } else {
      loop(statement, streams);
    }
    return status;
  }

  /** A subshell: it knows what this one knows, and changes nothing here. */
  Shell copy() {
    Shell copy = new Shell(environment, new HashMap<>(variables), positional);
    copy.status = status;
    return copy;
  }

  private void loop(Statement statement, Streams streams) throws IOException, InterruptedException {
    int last = 0;
    if (statement instanceof Loop loop) {
      while (!exiting && (run(loop.condition(), streams) == 0) != loop.until()) {
        last = run(loop.body(), streams);
      }
    } else if (statement instanceof For each) {
      for (String value : expander.arguments(each.words())) {
        variables.put(each.name(), value);
        last = run(each.body(), streams);
      }
    }
    status = exiting ? status : last;
  }

  private int group(Group group, Streams outer) throws IOException, InterruptedException {
    Streams streams = outer.copy();
    try (Redirections redirections =
        new Redirections(group.redirects(), streams, expander, environment.files())) {
      if (!redirections.opened()) {
        return 1;
      }
      return group.subshell() ? copy().run(group.body(), streams) : run(group.body(), streams);
    }
  }

  private int simple(Simple simple, Streams outer) throws IOException, InterruptedException {
    List<String> argv = expander.arguments(simple.words());
    if (simple.words().isEmpty()) {
      status = 0;
    }
    Streams streams = outer.copy();
    try (Redirections redirections =
        new Redirections(simple.redirects(), streams, expander, environment.files())) {
      if (!redirections.opened()) {
        return 1;
      }
      Map<String, String> saved = new HashMap<>(variables);
      for (Assignment assignment : simple.assignments()) {
        variables.put(assignment.name(), expander.value(assignment.value()));
      }
      if (argv.isEmpty()) {
        return status;
      }
      int result = execute(argv, streams);
      if (!simple.assignments().isEmpty()) {
        variables.clear();
        variables.putAll(saved);
      }
      return result;
    }
  }

  private int execute(List<String> argv, Streams streams) throws IOException, InterruptedException {
    String name = argv.get(0);
    environment.executed(List.copyOf(argv));
    List<String> args = List.copyOf(argv.subList(1, argv.size()));
    switch (name) {
      case "exit" -> {
        exiting = true;
        return args.isEmpty() ? status : number(args.get(0));
      }
      case "exec" -> {
        exiting = !args.isEmpty();
        return args.isEmpty() ? 0 : program(args.get(0), args.subList(1, args.size()), streams);
      }
      case "export" -> {
        for (String arg : args) {
          int equals = arg.indexOf('=');
          if (equals > 0) {
            variables.put(arg.substring(0, equals), arg.substring(equals + 1));
          }
        }
        return 0;
      }
      case "unset" -> {
        args.forEach(variables::remove);
        return 0;
      }
      case "eval" -> {
        return run(String.join(" ", args), streams.in(), streams.out(), streams.err());
      }
      case "cd" -> {
        return changeFolder(args.isEmpty() ? "/" : args.get(0), streams);
      }
      default -> {
        return program(name, args, streams);
      }
    }
  }

  private int program(String name, List<String> args, Streams streams)
      throws IOException, InterruptedException {
    String plain = name.startsWith("/system/bin/") ? name.substring(12) : name;
    Command command = environment.programs().get(plain);
    if (command == null) {
      streams.complain(name + ": inaccessible or not found");
      return 127;
    }
    return command.run(new Task(plain, args, streams.in(), streams.out(), streams.err(), this));
  }

  /** Paths are taken from the root, so one cannot go elsewhere. */
  private static int changeFolder(String path, Streams streams) throws IOException {
    if (!Files.canonical(path).equals("/")) {
      streams.complain("cd: " + path + ": only / is possible here");
      return 1;
    }
    return 0;
  }

  private static int number(String text) {
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) & 0xff : 1;
  }

  private final class Values implements Expander.Source {
    @Override
    public String variable(String name) {
      return switch (name) {
        case "?" -> Integer.toString(status);
        case "$" -> "4711";
        case "#" -> Integer.toString(positional.size());
        case "@", "*" -> String.join(" ", positional);
        case "0" -> "sh";
        case "!", "-" -> "";
        default ->
            name.matches("\\d")
                ? positional.size() >= Integer.parseInt(name)
                    ? positional.get(Integer.parseInt(name) - 1)
                    : ""
                : variables.getOrDefault(name, "");
      };
    }

    @Override
    public List<String> positional() {
      return new ArrayList<>(positional);
    }

    @Override
    public String output(Statement body) throws IOException, InterruptedException {
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      status = copy().run(body, new Streams(InputStream.nullInputStream(), output, output));
      return output.toString(StandardCharsets.UTF_8);
    }
  }
}
