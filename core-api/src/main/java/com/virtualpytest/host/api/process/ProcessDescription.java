package com.virtualpytest.host.api.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A child program to keep running. Two descriptions that are equal mean the same process. Secrets
 * belong in files that the program reads, never in arguments.
 *
 * @param name its name within the bundle, {@code xvfb}: letters, digits, {@code _}, {@code -}, at
 *     most 40; shown to users and put before its lines in the log
 * @param command program and arguments; never a shell line
 * @param environment what it gets besides {@code PATH}, {@code HOME} and {@code LANG}; nothing of
 *     the host's own environment is handed on
 * @param folder its working folder; null for the host's data folder
 * @param probe how it shows that it does its work
 * @param startTimeout from start to the first answer of the probe; later is a failed start
 * @param stopTimeout from TERM to KILL
 * @param after names of processes of the same bundle that must be ready before this one starts and
 *     without which it cannot live: it is stopped and started with them
 * @param maxOpenFiles its limit of file descriptors
 * @param explanations what lines of its output mean when it ends although it should run
 * @param printing what its output carries besides lines for people
 */
public record ProcessDescription(
    String name,
    List<String> command,
    Map<String, String> environment,
    Path folder,
    Probe probe,
    Duration startTimeout,
    Duration stopTimeout,
    List<String> after,
    int maxOpenFiles,
    List<Explanation> explanations,
    Printing printing) {

  /** Some programs walk through all possible descriptors, so the limit is low. */
  public static final int DEFAULT_MAX_OPEN_FILES = 8192;

  /**
   * What a line of output means for people. Shown in place of the exit code.
   *
   * @param regex is found in that line
   * @param detail what is the case, one sentence: "port 5900 is taken"
   * @param hint what a person can do
   */
  public record Explanation(String regex, String detail, String hint) {
    public Explanation {
      Pattern.compile(regex);
      Objects.requireNonNull(detail, "detail");
      Objects.requireNonNull(hint, "hint");
    }
  }

  /**
   * What a process prints besides lines for people.
   *
   * @param bytes true when its standard output carries bytes for {@link ManagedProcess#onBytes};
   *     its lines are then those of standard error alone
   * @param readings a regular expression with a group for a name and one for a value; a line in
   *     which it is found is one of {@link ManagedProcess#readings} and reaches neither the log nor
   *     the lines that are kept; null for none
   */
  public record Printing(boolean bytes, String readings) {
    /** Lines only. */
    public static final Printing LINES = new Printing(false, null);

    public Printing {
      if (readings != null && Pattern.compile(readings).matcher("").groupCount() != 2) {
        throw new IllegalArgumentException("readings need a name and a value: " + readings);
      }
    }
  }

  public ProcessDescription {
    Objects.requireNonNull(probe, "probe");
    Objects.requireNonNull(printing, "printing");
    Objects.requireNonNull(startTimeout, "startTimeout");
    Objects.requireNonNull(stopTimeout, "stopTimeout");
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    after = List.copyOf(after);
    explanations = List.copyOf(explanations);
    if (!name.matches("[A-Za-z0-9_-]{1,40}")) {
      throw new IllegalArgumentException("process name " + name);
    }
    if (command.isEmpty()) {
      throw new IllegalArgumentException("process " + name + " has no command");
    }
    if (maxOpenFiles < 16) {
      throw new IllegalArgumentException("process " + name + " needs 16 open files or more");
    }
  }

  /** Ready when it lives; 10 s to start, 5 s to stop. */
  public static ProcessDescription of(String name, String... command) {
    return new ProcessDescription(
        name,
        List.of(command),
        Map.of(),
        null,
        new Probe.Alive(),
        Duration.ofSeconds(10),
        Duration.ofSeconds(5),
        List.of(),
        DEFAULT_MAX_OPEN_FILES,
        List.of(),
        Printing.LINES);
  }

  /** The same with another environment. */
  public ProcessDescription withEnvironment(Map<String, String> variables) {
    return changed(draft -> draft.environment = variables);
  }

  /** The same in another working folder. */
  public ProcessDescription withFolder(Path workingFolder) {
    return changed(draft -> draft.folder = workingFolder);
  }

  /** The same with another probe. */
  public ProcessDescription readyWhen(Probe readiness, Duration within) {
    return changed(
        draft -> {
          draft.probe = readiness;
          draft.startTimeout = within;
        });
  }

  /** The same, with this time from TERM to KILL. */
  public ProcessDescription stopWithin(Duration timeout) {
    return changed(draft -> draft.stopTimeout = timeout);
  }

  /** The same, living only while these processes of the same bundle are ready. */
  public ProcessDescription after(String... names) {
    return changed(draft -> draft.after = List.of(names));
  }

  /** The same with another limit of file descriptors. */
  public ProcessDescription withMaxOpenFiles(int limit) {
    return changed(draft -> draft.maxOpenFiles = limit);
  }

  /** The same, with one more line of output that explains an end. */
  public ProcessDescription explain(String regex, String detail, String hint) {
    List<Explanation> more = new ArrayList<>(explanations);
    more.add(new Explanation(regex, detail, hint));
    return changed(draft -> draft.explanations = more);
  }

  /** The same, with bytes or readings in its output. */
  public ProcessDescription printing(Printing carried) {
    return changed(draft -> draft.printing = carried);
  }

  private ProcessDescription changed(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.finished();
  }

  /** A description in the making. */
  private static final class Draft {
    private final String name;
    private final List<String> command;
    private Map<String, String> environment;
    private Path folder;
    private Probe probe;
    private Duration startTimeout;
    private Duration stopTimeout;
    private List<String> after;
    private int maxOpenFiles;
    private List<Explanation> explanations;
    private Printing printing;

    Draft(ProcessDescription from) {
      name = from.name;
      command = from.command;
      environment = from.environment;
      folder = from.folder;
      probe = from.probe;
      startTimeout = from.startTimeout;
      stopTimeout = from.stopTimeout;
      after = from.after;
      maxOpenFiles = from.maxOpenFiles;
      explanations = from.explanations;
      printing = from.printing;
    }

    ProcessDescription finished() {
      return new ProcessDescription(
          name,
          command,
          environment,
          folder,
          probe,
          startTimeout,
          stopTimeout,
          after,
          maxOpenFiles,
          explanations,
          printing);
    }
  }

  @Override
  public String toString() {
    return "ProcessDescription[" + name + ", " + command.get(0) + "]";
  }
}
