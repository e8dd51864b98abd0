package com.virtualpytest.host.host.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.ParameterException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LaneTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(100);

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final Lane lane = lane(LONG);

  @AfterEach
  void end() {
    release.countDown();
    timer.shutdownNow();
  }

  @Test
  void commandsKeepTheirOrder() {
    List<String> ran = new CopyOnWriteArrayList<>();
    List<CompletableFuture<CommandResult>> results = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      results.add(
          lane.execute(
              command("c" + i, LONG),
              command -> {
                ran.add(command.name());
                return CommandResult.ok();
              }));
    }
    results.forEach(result -> assertThat(result.join().success()).isTrue());

    assertThat(ran).hasSize(50).first().isEqualTo("c0");
    assertThat(ran).isSortedAccordingTo((a, b) -> number(a) - number(b));
  }

  @Test
  void aFullLaneAnswersAtOnce() throws Exception {
    occupy(LONG);
    for (int i = 0; i < Lane.CAPACITY; i++) {
      lane.execute(command("waits", LONG), command -> CommandResult.ok());
    }
    CompletableFuture<CommandResult> refused =
        lane.execute(command("late", LONG), command -> CommandResult.ok());

    assertThat(refused).isDone();
    assertThat(refused.join().code()).isEqualTo(ErrorCode.LANE_FULL);
    assertThat(lane.status().depth()).isEqualTo(Lane.CAPACITY);
    assertThat(lane.status().running()).isEqualTo("occupy");
  }

  @Test
  void aDeadlineInTheQueueMeansNeverRun() throws Exception {
    occupy(LONG);
    AtomicInteger runs = new AtomicInteger();
    CommandResult result =
        lane.execute(
                command("late", SHORT),
                command -> {
                  runs.incrementAndGet();
                  return CommandResult.ok();
                })
            .join();

    assertThat(result.code()).isEqualTo(ErrorCode.DEADLINE);
    assertThat(result.message()).contains("was not begun");
    assertThat(lane.status().depth()).isZero();
    release.countDown();
    lane.execute(command("next", LONG), command -> CommandResult.ok()).join();
    assertThat(runs).hasValue(0);
  }

  @Test
  void aDeadlineThatHasPassedMeansNeverRun() {
    CommandResult result =
        lane.execute(command("late", Duration.ZERO), command -> CommandResult.ok()).join();

    assertThat(result.code()).isEqualTo(ErrorCode.DEADLINE);
  }

  @Test
  void aDeadlineInterruptsWhatRunsAndTheNextOneIsNotHit() throws Exception {
    CompletableFuture<CommandResult> slow = occupy(SHORT);
    CompletableFuture<CommandResult> next =
        lane.execute(
            command("next", LONG),
            command -> {
              assertThat(Thread.currentThread().isInterrupted()).isFalse();
              return CommandResult.ok();
            });

    assertThat(slow.join().code()).isEqualTo(ErrorCode.DEADLINE);
    assertThat(slow.join().message()).contains("did not finish");
    assertThat(next.join().success()).isTrue();
  }

  @Test
  void aCommandThatIgnoresItsInterruptionLeavesTheLaneStuck() throws Exception {
    CompletableFuture<CommandResult> hung =
        lane.execute(
            command("hang", SHORT),
            command -> {
              begun.countDown();
              ignoreInterruption();
              return CommandResult.ok();
            });
    begun.await();

    assertThat(hung.join().code()).isEqualTo(ErrorCode.DEADLINE);
    await().atMost(LONG).until(() -> lane.status().stuck());
    assertThat(lane.execute(command("next", SHORT), command -> CommandResult.ok()).join().code())
        .isEqualTo(ErrorCode.DEADLINE);

    release.countDown();
    assertThat(lane.execute(command("later", LONG), command -> CommandResult.ok()).join().success())
        .isTrue();
    assertThat(lane.status().stuck()).isFalse();
  }

  @Test
  void cancellingInterruptsWhatRunsAndRemovesWhatWaits() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    CompletableFuture<CommandResult> running =
        lane.execute(
            command("wait", LONG),
            command -> {
              begun.countDown();
              try {
                release.await();
              } finally {
                interrupted.countDown();
              }
              return CommandResult.ok();
            });
    begun.await();
    CompletableFuture<CommandResult> waiting =
        lane.execute(command("never", LONG), command -> CommandResult.ok());

    waiting.cancel(true);
    assertThat(lane.status().depth()).isZero();
    running.cancel(true);
    interrupted.await();
  }

  @Test
  void whatCommandsThrowBecomesAResult() {
    assertThat(
            failing(
                    () -> {
                      throw new ParameterException("key", "is missing");
                    })
                .message())
        .isEqualTo("key is missing");
    CommandResult unexpected =
        failing(
            () -> {
              throw new IllegalStateException("secret");
            });
    assertThat(unexpected.code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(unexpected.message()).doesNotContain("secret");
    assertThat(
            failing(
                    () -> {
                      throw new NoClassDefFoundError("x");
                    })
                .code())
        .isEqualTo(ErrorCode.INTERNAL);
    assertThat(failing(() -> null).code()).isEqualTo(ErrorCode.INTERNAL);
  }

  @Test
  void aCallFailsWithWhatItThrows() {
    CompletableFuture<Object> failed =
        lane.call(
            "call",
            Instant.now().plus(LONG),
            () -> {
              throw new IOException("x");
            });

    assertThatThrownBy(failed::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void closingRefusesWhatWaitsAndLetsTheRunningOneFinish() throws Exception {
    CompletableFuture<CommandResult> running = occupy(LONG);
    CompletableFuture<CommandResult> waiting =
        lane.execute(command("waits", LONG), command -> CommandResult.ok());
    AtomicInteger last = new AtomicInteger();
    CompletableFuture<Void> closed =
        lane.close(ErrorCode.SWAPPING, "moving", LONG, last::incrementAndGet);

    assertThat(waiting.join().code()).isEqualTo(ErrorCode.SWAPPING);
    assertThat(lane.execute(command("new", LONG), command -> CommandResult.ok()).join().message())
        .isEqualTo("moving");
    assertThat(closed).isNotDone();
    release.countDown();
    closed.join();
    assertThat(running.join().success()).isTrue();
    assertThat(last).hasValue(1);
  }

  @Test
  void closingDoesNotWaitForACommandThatHangs() throws Exception {
    CompletableFuture<CommandResult> hung =
        lane.execute(
            command("hang", LONG),
            command -> {
              begun.countDown();
              ignoreInterruption();
              return CommandResult.ok();
            });
    begun.await();
    AtomicInteger last = new AtomicInteger();
    lane.close(ErrorCode.DEVICE_OFFLINE, "gone", SHORT, last::incrementAndGet).join();

    assertThat(hung.join().code()).isEqualTo(ErrorCode.DEVICE_OFFLINE);
    assertThat(last).hasValue(1);
    release.countDown();
    await().atMost(LONG).until(() -> !lane.status().busy() && noThread(lane));
    assertThat(last).hasValue(1);
  }

  @Test
  void closingGivesUpALastTaskThatHangs() {
    lane.close(ErrorCode.DEVICE_OFFLINE, "gone", SHORT, this::ignoreInterruption).join();

    release.countDown();
    await().atMost(LONG).until(() -> noThread(lane));
  }

  @Test
  void theThreadEndsWhenThereIsNothingToDo() {
    Lane idle = lane(SHORT);
    assertThat(noThread(idle)).isTrue();
    idle.execute(command("one", LONG), command -> CommandResult.ok()).join();
    await().atMost(LONG).until(() -> noThread(idle));
    assertThat(idle.execute(command("two", LONG), command -> CommandResult.ok()).join().success())
        .isTrue();
  }

  @Test
  void theThreadNeverKeepsAForeignClassLoader() throws Exception {
    try (URLClassLoader foreign = new URLClassLoader(new URL[0])) {
      ClassLoader before = Thread.currentThread().getContextClassLoader();
      Thread.currentThread().setContextClassLoader(foreign);
      try {
        lane.call(
                "first",
                Instant.now().plus(LONG),
                () -> {
                  assertThat(Thread.currentThread().getContextClassLoader()).isNotSameAs(foreign);
                  Thread.currentThread().setContextClassLoader(foreign);
                  return null;
                })
            .get();
      } finally {
        Thread.currentThread().setContextClassLoader(before);
      }
      ClassLoader next =
          lane.call(
                  "second",
                  Instant.now().plus(LONG),
                  () -> Thread.currentThread().getContextClassLoader())
              .get();
      assertThat(next).isSameAs(Lane.class.getClassLoader());
    }
  }

  private interface Throwing {
    CommandResult run() throws ParameterException, InterruptedException;
  }

  private CommandResult failing(Throwing body) {
    return lane.execute(command("fails", LONG), command -> body.run()).join();
  }

  private CompletableFuture<CommandResult> occupy(Duration limit) throws InterruptedException {
    CompletableFuture<CommandResult> running =
        lane.execute(
            command("occupy", limit),
            command -> {
              begun.countDown();
              release.await();
              return CommandResult.ok();
            });
    begun.await();
    return running;
  }

  private void ignoreInterruption() {
    while (release.getCount() > 0) {
      try {
        release.await();
      } catch (InterruptedException e) {
        // that is what this is for
      }
    }
  }

  private Lane lane(Duration idle) {
    String name = "test-" + System.nanoTime();
    return new Lane(name, Clock.systemUTC(), timer, idle, SHORT);
  }

  private static boolean noThread(Lane lane) {
    return Thread.getAllStackTraces().keySet().stream()
        .noneMatch(thread -> thread.getName().startsWith(lane.threadName()));
  }

  private static Command command(String name, Duration limit) {
    return new Command(name, Map.of(), Instant.now().plus(limit));
  }

  private static int number(String name) {
    return Integer.parseInt(name.substring(1));
  }
}
