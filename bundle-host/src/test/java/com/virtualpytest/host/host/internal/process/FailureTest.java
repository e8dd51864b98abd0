package com.virtualpytest.host.host.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.process.ManagedProcess;
import com.virtualpytest.host.api.process.Probe;
import com.virtualpytest.host.api.process.ProcessDescription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailureTest extends SupervisorFixture {
  private static final Duration LONG = Duration.ofMinutes(5);

  @Test
  void failsAfterFiveStartsThatWereNeverReady() {
    ManagedProcess process = mine.run(up("a", "echo x >> starts; exit 3"));
    awaitState(process, State.FAILED);
    assertThat(starts()).isEqualTo(5);
    assertThat(process.status().exitCode()).isEqualTo(3);
    assertThat(process.status().status().detail()).contains("5 failures", "exit code 3");
    assertThat(process.status().status().hint()).isNotNull();
    assertThat(process.status().nextStart()).isNull();
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(statesOf("a")).contains(State.BACKOFF, State.STARTING, State.FAILED));
    assertThat(statesOf("a")).doesNotContain(State.READY);
  }

  @Test
  void saysWhatItsLastWordsMean() {
    ManagedProcess process =
        mine.run(
            sh("a", "echo cannot bind: address in use; exit 3")
                .explain("address in use", "port 7 is taken", "set A_PORT to a free one"));
    awaitState(process, State.FAILED);
    assertThat(process.status().status().detail()).endsWith("port 7 is taken");
    assertThat(process.status().status().hint()).isEqualTo("set A_PORT to a free one");
  }

  @Test
  void isNotReadyForTheAnswerOfSomebodyElse() throws IOException {
    Path file = Files.createFile(folder.resolve("of-somebody-else"));
    Probe both = new Probe.All(new Probe.Output("^mine$"), new Probe.FileExists(file));
    ManagedProcess process =
        mine.run(sh("a", "test -e cause && echo mine; exec sleep 600").readyWhen(both, SOON));
    awaitReady(mine.run(sleeper("b"))); // by then it could have been asked
    assertThat(process.status().status().state()).isEqualTo(State.STARTING);
    Files.createFile(folder.resolve("cause"));
    process.restart();
    awaitReady(process);
  }

  @Test
  void theAnswerOfSomebodyElseDoesNotMakeOneReadyThatSoonEnds() throws IOException {
    Path file = Files.createFile(folder.resolve("of-somebody-else"));
    Probe both = new Probe.All(new Probe.Alive(), new Probe.FileExists(file));
    awaitReady(mine.run(sh("a", "exec sleep 600").readyWhen(both, SOON)));
    reopen(QUICK.shortLife(), QUICK.hungAfter(), QUICK.firstPause(), LONG);
    awaitState(mine.run(sh("b", "sleep 0.1; exit 1").readyWhen(both, SOON)), State.FAILED);
    assertThat(statesOf("b")).doesNotContain(State.READY);
  }

  @Test
  void staysFailedUntilSomebodyRestartsIt() throws IOException {
    ProcessDescription description = up("a", "test -e cause || exit 1; echo up; exec sleep 600");
    ManagedProcess process = mine.run(description);
    awaitState(process, State.FAILED);
    mine.run(description);
    awaitReady(mine.run(sleeper("b"))); // by then the wish was dealt with
    assertThat(process.status().status().state()).isEqualTo(State.FAILED);
    Files.createFile(folder.resolve("cause"));
    process.restart();
    awaitReady(process);
  }

  @Test
  void triesAgainWithAnotherDescription() {
    ManagedProcess process = mine.run(sh("a", "exit 1"));
    awaitState(process, State.FAILED);
    mine.run(sleeper("a"));
    awaitReady(process);
  }

  @Test
  void countsShortLives() {
    reopen(LONG, QUICK.hungAfter(), QUICK.firstPause());
    ManagedProcess process = mine.run(up("a", "echo x >> starts; echo up; sleep 0.1"));
    awaitState(process, State.FAILED);
    assertThat(starts()).isEqualTo(5);
  }

  @Test
  void neverCountsAnEndAfterALongLife() {
    ManagedProcess process = mine.run(up("a", "echo x >> starts; echo up; sleep 1"));
    await().atMost(SOON).until(() -> Files.exists(folder.resolve("starts")) && starts() > 6);
    assertThat(statesOf("a")).doesNotContain(State.FAILED);
    assertThat(process.status().restarts()).isGreaterThanOrEqualTo(6);
  }

  @Test
  void countsAStartThatIsNotReadyInTime() {
    Probe never = new Probe.FileExists(Path.of("/nonexistent"));
    ManagedProcess process =
        mine.run(sh("a", "exec sleep 600").readyWhen(never, Duration.ofMillis(50)));
    awaitState(process, State.FAILED);
    assertThat(process.status().status().detail())
        .contains("not ready in time", "/nonexistent does not exist");
    assertThat(process.status().pid()).isZero();
  }

  @Test
  void saysWhenTheNextStartIs() {
    reopen(QUICK.shortLife(), QUICK.hungAfter(), LONG);
    ManagedProcess process = mine.run(sh("a", "exit 1"));
    awaitState(process, State.BACKOFF);
    await().atMost(SOON).until(() -> process.status().nextStart() != null);
    assertThat(process.status().pid()).isZero();
    process.restart(); // does not wait for the pause
    await().atMost(SOON).until(() -> process.status().restarts() == 1);
  }

  @Test
  void failsAtOnceWithoutTheProgram() throws IOException {
    ProcessDescription description = ProcessDescription.of("a", folder.resolve("x").toString());
    ManagedProcess process = mine.run(ProcessDescription.of("b", "no-such-program"));
    ManagedProcess path = mine.run(description);
    awaitState(process, State.FAILED);
    assertThat(process.status().status().detail()).isEqualTo("no-such-program is not on the PATH");
    assertThat(process.status().status().hint()).isEqualTo("install no-such-program");
    awaitState(path, State.FAILED);

    Files.writeString(folder.resolve("x"), "#!/bin/sh\nexec sleep 600\n");
    assertThat(folder.resolve("x").toFile().setExecutable(true)).isTrue();
    mine.run(description); // what was missing may be there now
    awaitReady(path);
  }

  @Test
  void isDegradedWhenItStopsToAnswerAndReadyWhenItAnswersAgain() throws IOException {
    reopen(QUICK.shortLife(), LONG, QUICK.firstPause());
    Path file = Files.createFile(folder.resolve("alive"));
    ManagedProcess process =
        mine.run(sh("a", "exec sleep 600").readyWhen(new Probe.FileExists(file), SOON));
    long pid = awaitReady(process);
    Files.delete(file);
    awaitState(process, State.DEGRADED);
    assertThat(process.status().status().detail()).contains("does not answer");
    Files.createFile(file);
    awaitState(process, State.READY);
    assertThat(process.status().pid()).isEqualTo(pid);
  }

  @Test
  void restartsWhatHangs() throws IOException {
    Path file = folder.resolve("alive");
    ManagedProcess process =
        mine.run(
            sh("a", "touch alive; exec sleep 600").readyWhen(new Probe.FileExists(file), SOON));
    long pid = awaitReady(process);
    Files.delete(file);
    awaitReadyAgain(process, pid);
    assertThat(alive(pid)).isFalse();
    await().atMost(SOON).until(() -> statesOf("a").contains(State.DEGRADED));
  }

  private void reopen(Duration shortLife, Duration hungAfter, Duration pause) {
    reopen(shortLife, hungAfter, pause, QUICK.aliveAfter());
  }

  private void reopen(Duration shortLife, Duration hungAfter, Duration pause, Duration aliveAfter) {
    close();
    Timing t = QUICK;
    open(
        new Timing(
            t.probeTimeout(),
            t.probePause(),
            t.watchPause(),
            t.retryPause(),
            t.missesToDegrade(),
            hungAfter,
            aliveAfter,
            shortLife,
            t.failuresInRow(),
            pause,
            pause,
            t.settle(),
            t.leftoverGrace(),
            t.closeWithin(),
            t.logLinesPerSecond()));
  }

  private long starts() {
    try {
      return Files.readAllLines(folder.resolve("starts")).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
