package com.virtualpytest.host.host.internal.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ResponseThreadsTest {
  private final ResponseThreads threads = new ResponseThreads();
  private final ScheduledExecutorService lane = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void end() {
    threads.stop();
    lane.shutdownNow();
  }

  private String writer(CompletableFuture<String> result) throws Exception {
    return threads
        .answer(result, value -> Thread.currentThread().getName())
        .toCompletableFuture()
        .get();
  }

  @Test
  void whatIsThereIsWrittenByTheCaller() throws Exception {
    assertThat(writer(CompletableFuture.completedFuture("x")))
        .isEqualTo(Thread.currentThread().getName());
  }

  @Test
  void whatComesLateIsWrittenByAThreadOfThePool() throws Exception {
    CompletableFuture<String> result = new CompletableFuture<>();
    CompletableFuture<String> written =
        threads.answer(result, value -> Thread.currentThread().getName()).toCompletableFuture();
    assertThat(written).isNotDone(); // the caller waits for a moment, not for the device
    lane.schedule(() -> result.complete("x"), 1, TimeUnit.MILLISECONDS);
    assertThat(written.get()).startsWith("response-");
  }

  @Test
  void aFailureIsPassedOn() {
    CompletableFuture<String> result = new CompletableFuture<>();
    lane.schedule(
        () -> result.completeExceptionally(new IllegalStateException("x")),
        1,
        TimeUnit.MILLISECONDS);
    assertThatThrownBy(() -> writer(result))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("x");
  }

  /** Slow devices do not take all threads that serve requests. */
  @Test
  void aFewWaitAtATime() throws Exception {
    CompletableFuture<String> result = new CompletableFuture<>();
    CountDownLatch answered = new CountDownLatch(64);
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      Thread caller =
          new Thread(
              () -> {
                threads.answer(result, value -> value);
                answered.countDown();
              });
      caller.start();
      callers.add(caller);
    }
    answered.await(); // although there is no result
    for (Thread caller : callers) {
      caller.join();
    }
    result.complete("x");
  }
}
