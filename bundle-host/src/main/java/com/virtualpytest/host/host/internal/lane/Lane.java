package com.virtualpytest.host.host.internal.lane;

import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.ParameterException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what is to be done with one controller: one thing at a time, in the order of arrival. Lanes
 * never wait for each other. Safe for all threads; nothing here blocks.
 *
 * <p>Futures are completed by the lane's worker or by its timer; what hangs on them must not block.
 * Cancelling a future interrupts what runs and takes away what waits.
 */
public final class Lane {

  /** How many can wait. */
  public static final int CAPACITY = 64;

  private static final Logger log = LoggerFactory.getLogger(Lane.class);

  /** Runs a command on the lane's thread. */
  @FunctionalInterface
  public interface Execution {
    CommandResult execute(Command command) throws ParameterException, InterruptedException;
  }

  private final String name;
  private final Clock clock;
  private final Alarms alarms;
  private final Duration interruptLimit;
  private final ThreadPoolExecutor worker;
  private final Queue<Job<?>> next = new ConcurrentLinkedQueue<>();
  private volatile Job<?> running;

  // guarded by this
  private LaneException refusal;

  /**
   * @param name of its thread, after {@code lane-}
   * @param clock what deadlines are measured with
   * @param timer runs short tasks of many lanes
   * @param idle how long the thread stays without work
   * @param interruptLimit within which work should end when it is interrupted, and {@code last} in
   *     {@link #close}
   */
  public Lane(
      String name,
      Clock clock,
      ScheduledExecutorService timer,
      Duration idle,
      Duration interruptLimit) {
    this.name = name;
    this.clock = clock;
    this.alarms = new Alarms(timer);
    this.interruptLimit = interruptLimit;
    this.worker =
        new ThreadPoolExecutor(
            1,
            1,
            idle.toMillis(),
            TimeUnit.MILLISECONDS,
            new ArrayBlockingQueue<>(CAPACITY),
            task -> thread("lane-" + name, task));
    worker.allowCoreThreadTimeOut(true);
  }

  /**
   * Runs a command. The future always has a result and never fails: too late is {@code DEADLINE}, a
   * full lane {@code LANE_FULL}, a wrong parameter {@code BAD_REQUEST}, an unexpected exception
   * {@code INTERNAL}.
   */
  public CompletableFuture<CommandResult> execute(Command command, Execution execution) {
    return add(
        command.name(),
        command.deadline(),
        () -> {
          CommandResult result = execution.execute(command);
          if (result == null) {
            throw new IllegalStateException("no result");
          }
          return result;
        },
        failure -> result(command, failure));
  }

  /**
   * Runs something else. The future fails with what {@code work} throws, or with a {@link
   * LaneException} when it was not run, or not to its end.
   */
  public <T> CompletableFuture<T> call(String label, Instant deadline, Callable<T> work) {
    return add(
        label,
        deadline,
        work,
        failure -> {
          throw asItIs(failure);
        });
  }

  private static Exception asItIs(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return (Exception) failure;
  }

  /**
   * Runs something between two commands: before those that wait, behind the one that runs. The
   * future fails as in {@link #call}.
   */
  public <T> CompletableFuture<T> callNext(String label, Instant deadline, Callable<T> work) {
    Job<T> job =
        job(
            label,
            work,
            failure -> {
              throw asItIs(failure);
            });
    next.add(job);
    job.future.whenComplete((value, error) -> next.remove(job));
    Alarms.Alarm alarm =
        alarms.in(
            Duration.between(clock.instant(), deadline),
            () -> job.fail(tooLate(label, job.waiting())));
    job.future.whenComplete((value, error) -> alarm.cancel());
    LaneException refused =
        offer(
            job(
                label,
                () -> null,
                failure -> {
                  throw asItIs(failure);
                }));
    if (refused != null && refused.code() != ErrorCode.LANE_FULL) {
      job.fail(refused); // when it is full, those that wait bring it along
    }
    return job.future;
  }

  /** Refuses all that wait now. */
  public void refuseWaiting(ErrorCode code, String message) {
    LaneException refused = new LaneException(code, message);
    List.copyOf(worker.getQueue()).forEach(job -> ((Job<?>) job).fail(refused));
  }

  /** Runs what is to come before the next command; on the lane's thread. */
  void runNext() {
    for (Job<?> job = next.poll(); job != null; job = next.poll()) {
      job.runNow();
    }
  }

  /** What the lane is doing. */
  public LaneStatus status() {
    Job<?> job = running;
    int depth = worker.getQueue().size();
    return job == null
        ? new LaneStatus(depth, null, Duration.ZERO, false)
        : new LaneStatus(
            depth, job.name, job.runningFor(), job.abandonedFor().compareTo(interruptLimit) > 0);
  }

  /** The name of the lane's thread. */
  public String threadName() {
    return "lane-" + name;
  }

  /**
   * Ends the lane. What waits is refused now; what runs may finish within {@code drain} and is then
   * interrupted; then {@code last} runs, exactly once: on the lane's thread, or on another one when
   * that does not come back.
   *
   * @param code the answer to what waits and to what comes later
   * @param message goes with it
   * @return complete when {@code last} has returned, or was given up
   */
  public CompletableFuture<Void> close(
      ErrorCode code, String message, Duration drain, Runnable last) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    List<Runnable> waiting = new ArrayList<>();
    LaneException refused = new LaneException(code, message);
    Runnable once = once(last, ended);
    synchronized (this) {
      if (refusal != null) {
        throw new IllegalStateException("lane " + name + " is closed already");
      }
      refusal = refused;
      worker.getQueue().drainTo(waiting);
      waiting.addAll(next);
      worker.execute(once);
      worker.shutdown();
    }
    waiting.forEach(job -> ((Job<?>) job).fail(refused));
    Alarms.Alarm interruption = alarms.in(drain, () -> interruptRunning(refused));
    Alarms.Alarm elsewhere =
        alarms.in(
            drain.plus(interruptLimit), () -> thread("lane-" + name + "-close", once).start());
    ended.whenComplete(
        (nothing, error) -> {
          interruption.cancel();
          elsewhere.cancel();
        });
    return ended;
  }

  void running(Job<?> job) {
    running = job;
  }

  private <T> CompletableFuture<T> add(
      String label, Instant deadline, Callable<T> work, Job.FailureMapper<T> failures) {
    Job<T> job = job(label, work, failures);
    Duration left = Duration.between(clock.instant(), deadline);
    if (left.isNegative() || left.isZero()) {
      job.fail(tooLate(label, true));
      return job.future;
    }
    LaneException refused = offer(job);
    if (refused != null) {
      job.fail(refused);
      return job.future;
    }
    Alarms.Alarm alarm = alarms.in(left, () -> job.fail(tooLate(label, job.waiting())));
    job.future.whenComplete((value, error) -> alarm.cancel());
    return job.future;
  }

  private <T> Job<T> job(String label, Callable<T> work, Job.FailureMapper<T> failures) {
    Job<T> job = new Job<>(this, label, work, failures);
    job.future.whenComplete(
        (value, error) -> {
          worker.remove(job);
          job.settled();
        });
    return job;
  }

  private synchronized LaneException offer(Job<?> job) {
    if (refusal != null) {
      return refusal;
    }
    try {
      worker.execute(job);
      return null;
    } catch (RejectedExecutionException e) {
      return new LaneException(
          ErrorCode.LANE_FULL, CAPACITY + " commands wait for this device already");
    }
  }

  private void interruptRunning(LaneException why) {
    Job<?> job = running;
    if (job != null) {
      job.fail(why);
    }
  }

  private Runnable once(Runnable last, CompletableFuture<Void> ended) {
    AtomicBoolean begun = new AtomicBoolean();
    return () -> {
      if (!begun.compareAndSet(false, true)) {
        return;
      }
      Thread closer = Thread.currentThread();
      Alarms.Alarm alarm = alarms.in(interruptLimit, closer::interrupt);
      Alarms.Alarm givenUp =
          alarms.in(
              interruptLimit.multipliedBy(2),
              () -> {
                if (ended.complete(null)) {
                  log.error(
                      "Closing {} hangs in thread {}; it is given up", name, closer.getName());
                }
              });
      try {
        last.run();
      } catch (Throwable t) {
        log.error("Closing {} failed", name, t);
      } finally {
        alarm.cancel();
        givenUp.cancel();
        ended.complete(null);
      }
    };
  }

  private CommandResult result(Command command, Throwable failure) {
    if (failure instanceof LaneException refused) {
      return CommandResult.failed(refused.code(), refused.getMessage(), null);
    }
    if (failure instanceof ParameterException) {
      return CommandResult.failed(ErrorCode.BAD_REQUEST, failure.getMessage(), null);
    }
    if (failure instanceof InterruptedException) {
      return CommandResult.failed(ErrorCode.INTERNAL, command.name() + " was interrupted", null);
    }
    log.error("{} on {} failed unexpectedly", command.name(), name, failure);
    return CommandResult.failed(
        ErrorCode.INTERNAL, command.name() + " failed in the host", "The host's log has the cause");
  }

  private static LaneException tooLate(String label, boolean waiting) {
    return new LaneException(
        ErrorCode.DEADLINE,
        waiting
            ? label + " was not begun in time: the device was busy"
            : label + " did not finish in time");
  }

  /** A thread that inherits nothing from whoever happens to submit the first command. */
  private static Thread thread(String threadName, Runnable task) {
    Thread thread = new Thread(null, task, threadName, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(Lane.class.getClassLoader());
    return thread;
  }
}
