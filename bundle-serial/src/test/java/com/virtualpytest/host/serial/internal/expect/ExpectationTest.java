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
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpectationTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final int MUCH = 600_000;

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
  void allThatIsThereIsSearched() throws InterruptedException {
    print("needle" + "x".repeat(MUCH) + "y");

    Result result = expect("needle", 0, LONG);

    assertThat(result.end()).isEqualTo(End.MATCHED);
    assertThat(result.offset()).isEqualTo(6);
    assertThat(expect("y", result.offset(), LONG).offset()).isEqualTo(MUCH + 7);
  }

  @Test
  void theBeginAndTheEndAreThoseOfTheOutput() throws InterruptedException {
    print("y" + "x".repeat(MUCH));

    assertThat(expect("x$", 0, LONG).offset()).isEqualTo(MUCH + 1);
    assertThat(expect("^x", 0, SHORT).end()).isEqualTo(End.TIMED_OUT);
    assertThat(expect("^x", 1, LONG).end()).isEqualTo(End.MATCHED);
  }

  @Test
  void aMatchIsNotCutWhereThePiecesAre() throws InterruptedException {
    String numbers = "12345678 ".repeat(MUCH / 9);
    print("-".repeat(65_536 - 4) + numbers);

    Result result = expect("\\d+", 0, LONG);

    assertThat(result.match()).isEqualTo("12345678");
    assertThat(expect("(?s)5.*", 0, LONG).end()).isEqualTo(End.MATCHED);
  }

  @Test
  void whatIsThereIsSearchedHoweverShortTheTime() throws InterruptedException {
    print("x".repeat(100_000) + "needle");

    assertThat(expect("needle", 0, Duration.ofNanos(1)).end()).isEqualTo(End.MATCHED);
    assertThat(expect("never", 0, Duration.ofNanos(1)).end()).isEqualTo(End.TIMED_OUT);
  }

  @Test
  void outputThatNeverStopsIsNoReasonToGoOn() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Void> printing =
        CompletableFuture.runAsync(
            () -> {
              try {
                while (!enough.get()) {
                  print("something else ".repeat(1000));
                }
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });

    assertThat(expect("never", 0, SHORT).end()).isEqualTo(End.TIMED_OUT);
    assertThat(
            new Expectation(log, 0, "else")
                .followedBySilence(Duration.ofDays(1))
                .await(SHORT)
                .end())
        .isEqualTo(End.TIMED_OUT);
    enough.set(true);
    printing.join();
  }

  @Test
  void whatIsNoLongerKeptIsTold() throws Exception {
    try (SerialLog small =
        new SerialLog(folder.resolve("small"), 1, "small", Clock.systemUTC(), works -> {})) {
      byte[] bytes = new byte[1 << 20];
      for (int i = 0; i < 3; i++) {
        small.append(bytes, bytes.length);
      }
      small.append(new byte[] {'x'}, 1);
      await().atMost(LONG).until(() -> small.oldest() > 100);
      long oldest = small.oldest();

      Result result = new Expectation(small, 100, "x").await(LONG);

      assertThat(result.end()).isEqualTo(End.MATCHED);
      assertThat(result.missed()).isGreaterThanOrEqualTo(oldest - 100);
    }
  }
}
