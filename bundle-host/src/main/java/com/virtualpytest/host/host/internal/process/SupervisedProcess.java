package com.virtualpytest.host.host.internal.process;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.process.Probe;
import com.virtualpytest.host.api.process.ProcessDescription;
import com.virtualpytest.host.api.process.ProcessStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The state machine of one process: what is wanted, what runs, and the way from one to the other.
 * It belongs to the thread of the state machines; what all threads may call says so. After every
 * event {@link #reconsider} compares wish and reality and takes the next step.
 */
final class SupervisedProcess {

  /** Why a run ends. */
  private enum Cause {
    /** Nobody wants it any more. */
    STOP,
    /** Somebody wants it to start anew. */
    RESTART,
    /** Another description came. */
    REPLACE,
    /** What it depends on went away. */
    DEPENDENCY,
    /** It ended by itself. */
    EXIT,
    /** It did not get ready in time. */
    NOT_READY,
    /** It was ready and answers no more. */
    HUNG;

    boolean ofItsOwn() {
      return this == EXIT || this == NOT_READY || this == HUNG;
    }
  }

  private final String prefix;
  private final String name;
  private final Workshop workshop;
  private final Threads threads;
  private final Timing timing;
  private final Peers peers;
  private final StatusBoard board;
  private final Output output;
  private final Restarts restarts;
  private final Prober prober;

  /** What is wanted; {@code known} is the one that failures were counted for. */
  private volatile ProcessDescription description;

  private ProcessDescription known;
  private boolean wanted = true;
  private boolean forgotten;
  private CompletableFuture<Void> whenDown;
  private Duration longestGrace;

  /** What keeps it from starting. */
  private boolean failed;

  private boolean programMissing;
  private Instant nextStart;
  private ScheduledFuture<?> pause;

  /** What runs. */
  private long run;

  private boolean launching;
  private Child child;
  private Watch watch;
  private Map<String, Long> runsOfNeeded = Map.of();
  private Integer exitCode;

  /** Why it is to end, and why and how it is being ended. */
  private Cause ask;

  private Cause cause;
  private Ending ending;
  private Duration readyFor;

  /**
   * @param prefix what comes before the description's names among this owner's processes
   */
  SupervisedProcess(
      String owner, String prefix, ProcessDescription description, Workshop workshop, Peers peers) {
    this.prefix = prefix;
    this.name = prefix + description.name();
    this.description = description;
    this.known = description;
    this.workshop = workshop;
    this.threads = workshop.threads();
    this.timing = workshop.timing();
    this.peers = peers;
    this.board = new StatusBoard(owner, name, threads, workshop.changes());
    this.output = new Output(name, timing.logLinesPerSecond());
    this.restarts = new Restarts(timing, Math::random);
    this.prober = new Prober(threads, timing, workshop.launcher());
  }

  // For all threads.

  /** With the owner it names this process. */
  String name() {
    return name;
  }

  ProcessDescription description() {
    return description;
  }

  ProcessStatus status() {
    return board.current();
  }

  List<String> output() {
    return output.lines();
  }

  /** Full names of what it needs. */
  List<String> needs() {
    return description.after().stream().map(other -> prefix + other).toList();
  }

  void listen(Consumer<ProcessStatus> listener) {
    board.listen(listener);
  }

  void unlisten(Consumer<ProcessStatus> listener) {
    board.unlisten(listener);
  }

  /** Notes what somebody wants it to be; {@link #asked} must follow. */
  void describe(ProcessDescription wish) {
    description = wish;
  }

  // Wishes.

  /** It is wanted as it is described now. */
  void asked() {
    if (!description.equals(known) || !wanted || programMissing) {
      known = description;
      freshStart();
    }
    wanted = true;
    forgotten = false;
    peers.reconsider();
  }

  /** It is wanted anew, failed or not. */
  void restart() {
    wanted = true;
    freshStart();
    if (running()) {
      ask = Cause.RESTART;
    }
    peers.reconsider();
  }

  /** What it needs is started anew by somebody's wish, which is a new chance for this one too. */
  void newChance() {
    if (failed) {
      freshStart();
    }
  }

  /** It is to end. */
  void stop() {
    wanted = false;
    if (running()) {
      // Also when it is wanted again at once: this run has to end.
      ask = Cause.STOP;
    }
    peers.reconsider();
  }

  /** It is to end and to be gone then. */
  void forget() {
    forgotten = true;
    stop();
  }

  /**
   * It is to end for good.
   *
   * @param grace the longest time from TERM to KILL
   * @return completed once it has ended
   */
  CompletableFuture<Void> shutDown(Duration grace) {
    whenDown = new CompletableFuture<>();
    longestGrace = grace;
    if (ending != null) {
      ending.hurry(grace);
    }
    stop();
    return whenDown;
  }

  boolean forgotten() {
    return forgotten;
  }

  /** True when a run of it cannot live without that process. */
  boolean runsOn(String other) {
    return running() && runsOfNeeded.containsKey(other);
  }

  private boolean running() {
    return child != null || launching;
  }

  private void freshStart() {
    restarts.reset();
    failed = false;
    programMissing = false;
    noPause();
  }

  private void noPause() {
    nextStart = null;
    if (pause != null) {
      pause.cancel(false);
    }
  }

  // From what is to what is wanted.

  /** Takes the next step, if there is one to take. */
  void reconsider() {
    if (launching || cause != null) {
      return;
    }
    if (child == null) {
      reconsiderStart();
      return;
    }
    Cause reason = reasonToEnd();
    if (reason != null && !peers.needed(this)) {
      end(reason);
    }
  }

  private void reconsiderStart() {
    if (wanted) {
      if (!failed && nextStart == null && neededIsThere()) {
        launch();
      }
      return;
    }
    if (board.state() != State.STOPPED) {
      noPause();
      show(State.STOPPED, null, null);
    }
    if (whenDown != null) {
      whenDown.complete(null);
    }
    if (forgotten) {
      peers.ended(this);
    }
  }

  private boolean neededIsThere() {
    for (String needed : needs()) {
      SupervisedProcess other = peers.find(needed);
      if (other == null || other.forgotten) {
        show(State.OFFLINE, "needs " + needed + ", which nobody asked for", null);
        return false;
      }
      State state = other.board.state();
      if (state == State.FAILED || state == State.STOPPED) {
        show(State.OFFLINE, "needs " + needed + ", which is " + state.wireName(), null);
        return false;
      }
      if (!state.usable() || other.goesDown()) {
        show(State.STARTING, "waits for " + needed, null);
        return false;
      }
    }
    return true;
  }

  /** True when this run is over or about to be. */
  private boolean goesDown() {
    return child == null || cause != null || reasonToEnd() != null;
  }

  private Cause reasonToEnd() {
    if (!wanted) {
      return Cause.STOP;
    }
    if (ask != null) {
      return ask;
    }
    if (!description.equals(child.description())) {
      return Cause.REPLACE;
    }
    return neededWentAway() ? Cause.DEPENDENCY : null;
  }

  private boolean neededWentAway() {
    return runsOfNeeded.entrySet().stream()
        .anyMatch(
            needed -> {
              SupervisedProcess other = peers.find(needed.getKey());
              return other == null || other.run != needed.getValue() || other.goesDown();
            });
  }

  // Start.

  private void launch() {
    ProcessDescription wish = description;
    known = wish;
    ask = null;
    launching = true;
    run++;
    runsOfNeeded = new HashMap<>();
    needs().forEach(needed -> runsOfNeeded.put(needed, peers.find(needed).run));
    show(State.STARTING, null, null);
    threads.control(
        () -> {
          Launcher.Launch launch = workshop.launcher().start(wish);
          threads.states(() -> launched(wish, launch));
        });
  }

  private void launched(ProcessDescription wish, Launcher.Launch launch) {
    launching = false;
    if (launch instanceof Launcher.Started started) {
      follow(wish, started.process());
    } else if (launch instanceof Launcher.Missing missing) {
      failed = true;
      programMissing = true;
      show(State.FAILED, missing.detail(), missing.hint());
    } else if (launch instanceof Launcher.Refused refused) {
      restarts.ended(null);
      startLater(refused.detail());
    }
    peers.reconsider();
  }

  private void follow(ProcessDescription wish, Process process) {
    Pattern awaited =
        wish.probe() instanceof Probe.Output line ? Pattern.compile(line.regex()) : null;
    Child started = new Child(wish, process, output, awaited);
    child = started;
    watch = new Watch(started, prober, threads, timing, new Findings());
    started.follow(code -> threads.states(() -> exited(started, code)));
    show(State.STARTING, null, null);
    watch.begin();
  }

  /** What the watch of the present run finds out. */
  private final class Findings implements Watch.Judge {
    @Override
    public void answers() {
      show(State.READY, null, null);
    }

    @Override
    public void missesAnswers(String failure) {
      show(State.DEGRADED, "does not answer: " + failure, "is restarted if it goes on");
    }

    @Override
    public void hangs() {
      askFor(Cause.HUNG);
    }

    @Override
    public void notReadyInTime() {
      askFor(Cause.NOT_READY);
    }

    private void askFor(Cause reason) {
      if (ask == null) {
        ask = reason;
        peers.reconsider();
      }
    }
  }

  // End.

  private void end(Cause reason) {
    cause = reason;
    readyFor = watch.readyFor();
    watch.end();
    switch (reason) {
      case STOP -> show(State.OFFLINE, "is being ended", null);
      case RESTART, REPLACE, DEPENDENCY -> show(State.STARTING, story(reason), null);
      case EXIT, NOT_READY, HUNG -> show(State.BACKOFF, story(reason), null);
    }
    Duration grace =
        reason == Cause.EXIT ? timing.leftoverGrace() : child.description().stopTimeout();
    if (longestGrace != null && longestGrace.compareTo(grace) < 0) {
      grace = longestGrace;
    }
    ending = new Ending(child, grace, threads, this::familyEnded);
    ending.begin();
    peers.reconsider();
  }

  private void exited(Child ended, int code) {
    if (ended != child) {
      return;
    }
    exitCode = code;
    if (cause == null) {
      end(Cause.EXIT);
    }
  }

  /** A process that needs others may feel their end before we do, so news is waited for. */
  private void familyEnded() {
    if (cause.ofItsOwn() && !runsOfNeeded.isEmpty() && whenDown == null) {
      threads.statesAfter(timing.settle(), this::over);
    } else {
      over();
    }
  }

  private void over() {
    String story = story(cause);
    boolean counts =
        cause.ofItsOwn()
            && wanted
            && (ask == null || ask.ofItsOwn())
            && description.equals(known)
            && !neededWentAway();
    child = null;
    watch = null;
    cause = null;
    ending = null;
    ask = null;
    show(board.state(), story, null);
    if (counts) {
      restarts.ended(readyFor);
      startLater(story);
    }
    peers.reconsider();
  }

  /** Plans the next start after an end or a start that went wrong. */
  private void startLater(String story) {
    if (restarts.exhausted()) {
      failed = true;
      String detail = restarts.failures() + " failures in a row, the last one: " + story;
      show(State.FAILED, detail, "read its output, remove the cause, restart it");
      return;
    }
    Duration wait = restarts.pause();
    if (wait.isZero()) {
      return;
    }
    nextStart = Instant.now().plus(wait);
    show(State.BACKOFF, story, null);
    pause =
        threads.statesAfter(
            wait,
            () -> {
              nextStart = null;
              peers.reconsider();
            });
  }

  private String story(Cause reason) {
    return switch (reason) {
      case STOP -> "is being ended";
      case RESTART, REPLACE -> "is being replaced";
      case DEPENDENCY -> "ends with what it needs";
      case EXIT ->
          exitCode > 128 && exitCode <= 192
              ? "ended by signal " + (exitCode - 128)
              : "ended with exit code " + exitCode;
      case NOT_READY ->
          "not ready in time" + (watch.lastMiss() == null ? "" : ": " + watch.lastMiss());
      case HUNG -> "did not answer any more: " + watch.lastMiss();
    };
  }

  private void show(State state, String detail, String hint) {
    long pid = child == null || child.exited() ? 0 : child.pid();
    int again = (int) Math.max(0, run - 1);
    if (board.show(state, detail, hint, pid, again, nextStart, exitCode)) {
      peers.reconsider();
    }
  }
}
