package com.virtualpytest.host.serial.internal.expect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.serial.internal.expect.Expectation.End;
import com.virtualpytest.host.serial.internal.expect.Expectation.Result;
import com.virtualpytest.host.serial.internal.log.SerialLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpectationTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(100);

  @TempDir private Path folder;
  private SerialLog log;

  @BeforeEach
  void open() throws IOException {
    log = new SerialLog(folder, 8 << 20, "test", Clock.systemUTC(), works -> {});
  }

  @AfterEach
  void close() {
    log.close();
  }

  private void print(String text) throws InterruptedException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    log.append(bytes, bytes.length);
  }

  private Result expect(String pattern, long from, Duration limit) throws InterruptedException {
    return new Expectation(log, from, pattern).await(limit);
  }

  private CompletableFuture<Result> later(String pattern) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return expect(pattern, 0, LONG);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void theResultTellsWhatAndWhere() throws InterruptedException {
    print("abc login: rest");

    Result result = expect("(l\\w+)(n): (x)?", 1, LONG);

    assertThat(result.end()).isEqualTo(End.MATCHED);
    assertThat(result.output()).isEqualTo("bc login: ");
    assertThat(result.match()).isEqualTo("login: ");
    assertThat(result.groups()).containsExactly("logi", "n", null);
    assertThat(result.offset()).isEqualTo(11);
  }

  @Test
  void offsetsCountBytesAndTextsAreUtf8() throws InterruptedException {
    print("größe: 5 µm ok");

    Result result = expect("größe: (\\d µm)", 0, LONG);

    assertThat(result.groups()).containsExactly("5 µm");
    assertThat(result.offset()).isEqualTo("größe: 5 µm".getBytes(StandardCharsets.UTF_8).length);
  }

  @Test
  void aMatchMayComeInPieces() throws Exception {
    CompletableFuture<Result> waiting = later("lo+gin");

    print("lo");
    print("oog");
    print("in");

    assertThat(waiting.get().match()).isEqualTo("looogin");
  }

  @Test
  void whatCameInsteadIsTold() throws InterruptedException {
    print("something else");

    Result result = expect("login", 0, SHORT);

    assertThat(result.end()).isEqualTo(End.TIMED_OUT);
    assertThat(result.output()).isEqualTo("something else");
  }

  @Test
  void aPatternThatTakesYearsEndsInTime() throws InterruptedException {
    print("a".repeat(60) + "b".repeat(60));

    assertThat(expect("(a+)+(b+)+c|(a|aa)+$", 0, SHORT).end()).isIn(End.TOO_COMPLEX, End.TIMED_OUT);
  }

  @Test
  void aPatternThatTakesAllTheStackEnds() throws InterruptedException {
    print("ab".repeat(60_000));

    assertThat(expect("(a|b)*c", 0, Duration.ofSeconds(5)).end())
        .isIn(End.TOO_COMPLEX, End.TIMED_OUT);
  }

  @Test
  void aLossEndsTheWait() throws Exception {
    CompletableFuture<Result> waiting = later("login");
    print("half");

    // the expectation counts losses from its begin on: it may not have begun at the first
    await()
        .atMost(LONG)
        .until(
            () -> {
              log.lost("unplugged");
              return waiting.isDone();
            });

    Result result = waiting.get();
    assertThat(result.end()).isEqualTo(End.LOST);
    assertThat(result.output()).isEqualTo("half");
  }

  @Test
  void theEndOfTheLogEndsTheWait() throws Exception {
    CompletableFuture<Result> waiting = later("login");

    log.close();

    assertThat(waiting.get().end()).isEqualTo(End.CLOSED);
  }

  @Test
  void onlyTheNewestOutputIsSearched() throws InterruptedException {
    print("needle" + "x".repeat(Expectation.WINDOW));

    assertThat(expect("needle", 0, SHORT).end()).isEqualTo(End.TIMED_OUT);
    assertThat(expect("x$", 0, SHORT).end()).isEqualTo(End.MATCHED);
  }
}
