package com.virtualpytest.host.host.internal.process;

import com.virtualpytest.host.api.process.Probe;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Asks one process whether it does its work. What needs the network, a file or a program runs on a
 * thread that may block; after the cap the attempt counts as failed, whatever its thread does. One
 * attempt at a time: a probe that hangs holds one thread and delays nobody else.
 */
final class Prober {
  private final Threads threads;
  private final Timing timing;
  private final Launcher launcher;
  private final AtomicBoolean busy = new AtomicBoolean();

  Prober(Threads threads, Timing timing, Launcher launcher) {
    this.threads = threads;
    this.timing = timing;
    this.launcher = launcher;
  }

  /**
   * Asks once.
   *
   * @param answer gets null when the process answered as it should, else what went wrong; once, on
   *     the thread of the state machines
   */
  void ask(Child child, Consumer<String> answer) {
    Probe probe = child.description().probe();
    String tooYoung = hasToLive(probe) ? aliveFor(child) : null;
    if (tooYoung != null || probe instanceof Probe.Alive) {
      threads.states(() -> answer.accept(tooYoung));
    } else if (busy.compareAndSet(false, true)) {
      attempt(child, answer);
    } else {
      threads.states(() -> answer.accept("an earlier attempt still hangs"));
    }
  }

  private void attempt(Child child, Consumer<String> answer) {
    AtomicBoolean answered = new AtomicBoolean();
    ProbeAttempt attempt = new ProbeAttempt(child, launcher, timing.probeTimeout());
    threads.probes(
        () -> {
          String failure = "the probe met a defect";
          try {
            failure = attempt.run();
          } finally {
            busy.set(false);
            answerOnce(answered, answer, failure);
          }
        });
    threads.statesAfter(
        timing.probeTimeout(),
        () -> {
          if (!answered.get()) {
            threads.probes(attempt::abort);
          }
          answerOnce(answered, answer, "no answer in time");
        });
  }

  private void answerOnce(AtomicBoolean answered, Consumer<String> answer, String failure) {
    if (answered.compareAndSet(false, true)) {
      threads.states(() -> answer.accept(failure));
    }
  }

  private static boolean hasToLive(Probe probe) {
    Probe alive = new Probe.Alive();
    return probe.equals(alive) || (probe instanceof Probe.All all && all.probes().contains(alive));
  }

  private String aliveFor(Child child) {
    Duration half = child.description().startTimeout().dividedBy(2);
    Duration wanted = half.compareTo(timing.aliveAfter()) < 0 ? half : timing.aliveAfter();
    return child.age().compareTo(wanted) >= 0 ? null : "it lives for a moment only";
  }
}
