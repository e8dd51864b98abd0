package com.virtualpytest.host.host.internal.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.host.internal.console.Login.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {

  private static final String PEER = "192.0.2.1";

  private final Login login = new Login(() -> "grün:ß", new LoginThrottle(() -> 0));

  @Test
  void takesTheRightUserAndPassword() {
    assertThat(outcome("admin:grün:ß")).isEqualTo(Outcome.RIGHT);
    assertThat(outcome("admin:grün:ß")).isEqualTo(Outcome.RIGHT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin:admin", "admin:", ":", "root:grün:ß", ":grün:ß", "admin:grün:ß "})
  void refusesAllElse(String credentials) {
    assertThat(outcome(credentials)).isEqualTo(Outcome.WRONG);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "Basic", "Basic ", "Basic ???", "Bearer YWRtaW46YQ==", "Basic YWRt"})
  void whatCannotBeReadIsMissingAndCostsNothing(String header) {
    for (int i = 0; i < 20; i++) {
      assertThat(login.attempt(header, PEER).outcome()).isEqualTo(Outcome.MISSING);
    }
  }

  @Test
  void looksAtNothingAfterTooManyFailures() {
    for (int i = 0; i < LoginThrottle.FREE_PER_PEER; i++) {
      assertThat(outcome("admin:wrong" + i)).isEqualTo(Outcome.WRONG);
    }

    Login.Result result = login.attempt(basic("admin:grün:ß"), PEER);
    assertThat(result.outcome()).isEqualTo(Outcome.TOO_EARLY);
    assertThat(result.delay()).isPositive();
    assertThat(login.attempt(basic("admin:grün:ß"), "192.0.2.2").outcome())
        .isEqualTo(Outcome.RIGHT);
  }

  @Test
  void guessingInParallelIsNoFaster() throws Exception {
    assertThat(outcomes(i -> "admin:wrong" + i))
        .filteredOn(Outcome.WRONG::equals)
        .hasSizeLessThanOrEqualTo(LoginThrottle.FREE_PER_PEER);
  }

  @Test
  void aPageWithManyPartsLogsInAtOnce() throws Exception {
    assertThat(outcomes(i -> "admin:grün:ß")).containsOnly(Outcome.RIGHT);
  }

  private List<Outcome> outcomes(IntFunction<String> credentials) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(20);
    try {
      List<Callable<Outcome>> tasks =
          IntStream.range(0, 20)
              .<Callable<Outcome>>mapToObj(i -> () -> outcome(credentials.apply(i)))
              .toList();
      return pool.invokeAll(tasks).stream().map(LoginTest::get).toList();
    } finally {
      pool.shutdownNow();
    }
  }

  private static Outcome get(Future<Outcome> future) {
    try {
      return future.get();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Outcome outcome(String credentials) {
    return login.attempt(basic(credentials), PEER).outcome();
  }

  static String basic(String credentials) {
    return "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }
}
