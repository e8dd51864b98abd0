package com.virtualpytest.host.host.internal.process;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.process.ProcessDescription;
import com.virtualpytest.host.api.process.ProcessDescription.Explanation;
import com.virtualpytest.host.api.process.ProcessStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The state machine of one process: what is wanted, what runs, and the way from one to the other.
 * It belongs to the thread of the state machines; what all threads may call says so. After every
 * event {@link #reconsider} compares wish and reality and takes the next step.
 */
final class SupervisedProcess {
  private final String prefix;
  private final String name;
  private final Workshop workshop;
  private final Threads threads;
  private final Timing timing;
  private final Peers peers;
  private final StatusBoard board;
  private final Output output;
  private final Brake brake;
  private final Needs needs;
  private final Prober prober;

  /** What is wanted; {@code known} is the one that failures were counted for. */
  private volatile ProcessDescription description;

  private ProcessDescription known;
  private boolean wanted = true;
  private boolean forgotten;
  private CompletableFuture<Void> whenDown;
  private Duration longestGrace;

  /** What runs. */
  private long run;

  private boolean launching;
  private Child child;
  private Watch watch;
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
    this.brake = new Brake(threads, timing);
    this.needs = new Needs(peers);
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

  Told told() {
    return output.told();
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
    if (!description.equals(known) || !wanted || brake.worthAnotherLook()) {
      known = description;
      brake.release();
    }
    wanted = true;
    forgotten = false;
    peers.reconsider();
  }

  /** It is wanted anew, failed or not. */
  void restart() {
    wanted = true;
    brake.release();
    if (running()) {
      ask = Cause.RESTART;
    }
    peers.reconsider();
  }

  /** What it needs is started anew by somebody's wish, which is a new chance for this one too. */
  void newChance() {
    if (brake.failed()) {
      brake.release();
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

  /** Counts its starts. */
  long run() {
    return run;
  }

  boolean forgotten() {
    return forgotten;
  }

  /** True when a run of it cannot live without that process. */
  boolean runsOn(String other) {
    return running() && needs.contain(other);
  }

  private boolean running() {
    return child != null || launching;
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
      startIfPossible();
      return;
    }
    if (board.state() != State.STOPPED) {
      brake.noPause();
      show(State.STOPPED, null, null);
    }
    if (whenDown != null) {
      whenDown.complete(null);
    }
    if (forgotten) {
      peers.ended(this);
    }
  }

  private void startIfPossible() {
    if (brake.isOff()) {
      Needs.Lack lack = needs.lack(needs());
      if (lack == null) {
        launch();
      } else {
        show(lack.state(), lack.detail(), null);
      }
    }
  }

  /** True when this run is over or about to be. */
  boolean goesDown() {
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
    return needs.wentAway() ? Cause.DEPENDENCY : null;
  }

  // Start.

  private void launch() {
    ProcessDescription wish = description;
    known = wish;
    ask = null;
    launching = true;
    run++;
    needs.bind(needs());
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
      brake.programMissing();
      show(State.FAILED, missing.detail(), missing.hint());
    } else if (launch instanceof Launcher.Refused refused) {
      startLater(null, refused.detail(), null);
    }
    peers.reconsider();
  }

  private void follow(ProcessDescription wish, Process process) {
    Child started = new Child(wish, process, output);
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
    public void mustEnd(Cause reason) {
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
    if (cause.ofItsOwn() && !needs.areNone() && whenDown == null) {
      threads.statesAfter(timing.settle(), this::over);
    } else {
      over();
    }
  }

  private void over() {
    Explanation explained = cause.ofItsOwn() ? child.explained() : null;
    String story = explained == null ? story(cause) : explained.detail();
    String hint = explained == null ? null : explained.hint();
    boolean counts =
        cause.ofItsOwn()
            && wanted
            && (ask == null || ask.ofItsOwn())
            && description.equals(known)
            && !needs.wentAway();
    child = null;
    watch = null;
    cause = null;
    ending = null;
    ask = null;
    show(board.state(), story, hint);
    if (counts) {
      startLater(readyFor, story, hint);
    }
    peers.reconsider();
  }

  /** Plans the next start after an end or a start that went wrong. */
  private void startLater(Duration wasReadyFor, String story, String hint) {
    brake.ended(wasReadyFor, peers::reconsider);
    if (brake.failed()) {
      String detail = brake.failures() + " failures in a row, the last one: " + story;
      show(
          State.FAILED,
          detail,
          hint == null ? "read its output, remove the cause, restart it" : hint);
    } else if (brake.nextStart() != null) {
      show(State.BACKOFF, story, hint);
    }
  }

  private String story(Cause reason) {
    return reason.story(exitCode, watch.lastMiss());
  }

  private void show(State state, String detail, String hint) {
    long pid = child == null || child.exited() ? 0 : child.pid();
    int again = (int) Math.max(0, run - 1);
    if (board.show(state, detail, hint, pid, again, brake.nextStart(), exitCode)) {
      peers.reconsider();
    }
  }
}
