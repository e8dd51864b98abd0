package com.virtualpytest.host.host.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.process.ManagedProcess;
import com.virtualpytest.host.api.process.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class DependencyTest extends SupervisorFixture {

  @Test
  void startsInOrder() throws IOException {
    ManagedProcess c = mine.run(up("c", "echo c >> order; echo up; exec sleep 600").after("b"));
    ManagedProcess b = mine.run(up("b", "echo b >> order; echo up; exec sleep 600").after("a"));
    awaitState(c, State.STARTING);
    awaitState(b, State.OFFLINE);
    assertThat(b.status().status().detail()).isEqualTo("needs a, which nobody asked for");
    mine.run(up("a", "sleep 0.2; echo a >> order; echo up; exec sleep 600"));
    awaitReady(c);
    assertThat(Files.readAllLines(folder.resolve("order"))).containsExactly("a", "b", "c");
  }

  @Test
  void endsAndStartsWithWhatItNeeds() {
    Trio trio = new Trio();
    kill(trio.pidA);
    awaitReadyAgain(trio.a, trio.pidA);
    awaitReadyAgain(trio.b, trio.pidB);
    awaitReadyAgain(trio.c, trio.pidC);
    assertThat(List.of(alive(trio.pidB), alive(trio.pidC))).containsOnly(false);
  }

  @Test
  void anEndCausedByWhatItNeedsNeverCounts() {
    // b ends by itself as soon as a is gone, and a is killed more often than failures are allowed.
    ManagedProcess a = mine.run(up("a", "echo $$ > pid; echo up; exec sleep 600"));
    ManagedProcess b =
        mine.run(
            up("b", "read a < pid; echo up; while kill -0 $a 2>/dev/null; do sleep 0.01; done")
                .after("a"));
    long pidA = awaitReady(a);
    long pidB = awaitReady(b);
    for (int i = 0; i < 7; i++) {
      await().atMost(SOON).until(() -> a.status().status().state() == State.READY);
      kill(pidA);
      long killed = pidA;
      // a's own short lives count, so it is brought back when it gives up
      await()
          .atMost(SOON)
          .until(() -> a.status().status().state() == State.FAILED || a.status().pid() != killed);
      if (a.status().status().state() == State.FAILED) {
        a.restart();
      }
      pidA = awaitReadyAgain(a, killed);
      pidB = awaitReadyAgain(b, pidB);
    }
    assertThat(statesOf("b")).doesNotContain(State.FAILED);
  }

  @Test
  void stopsDependentsFirst() throws IOException {
    new Trio();
    supervisor.close();
    assertThat(Files.readAllLines(folder.resolve("ends"))).containsExactly("c", "b", "a");
  }

  @Test
  void waitsForWhatWasStopped() throws IOException {
    Trio trio = new Trio();
    trio.a.stop();
    awaitState(trio.a, State.STOPPED);
    awaitState(trio.b, State.OFFLINE);
    assertThat(trio.b.status().status().detail()).isEqualTo("needs a, which is stopped");
    assertThat(Files.readAllLines(folder.resolve("ends"))).containsExactly("c", "b", "a");
    trio.a.restart();
    awaitReadyAgain(trio.c, trio.pidC);
  }

  @Test
  void restartsOnlyWhatNeedsIt() {
    Trio trio = new Trio();
    trio.b.restart();
    awaitReadyAgain(trio.b, trio.pidB);
    awaitReadyAgain(trio.c, trio.pidC);
    assertThat(trio.a.status().pid()).isEqualTo(trio.pidA);
  }

  @Test
  void bringsFailedDependentsBackWithARestart() throws IOException {
    ManagedProcess a = mine.run(sleeper("a"));
    ManagedProcess b =
        mine.run(up("b", "test -e cause || exit 1; echo up; exec sleep 600").after("a"));
    awaitState(b, State.FAILED);
    Files.createFile(folder.resolve("cause"));
    a.restart();
    awaitReady(b);
  }

  @Test
  void needsNothingThatHangsToStop() {
    long a = awaitReady(mine.run(up("a", "trap '' TERM; echo up; while :; do sleep 1; done")));
    long b =
        awaitReady(
            mine.run(up("b", "trap '' TERM; echo up; while :; do sleep 1; done").after("a")));
    supervisor.close();
    assertThat(alive(a)).isFalse();
    assertThat(alive(b)).isFalse();
    assertThat(statesOf("a")).doesNotContain(State.FAILED);
  }

  @Test
  void refusesCircles() {
    mine.run(sleeper("a").after("b"));
    assertThatThrownBy(() -> mine.run(sleeper("b").after("a")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> mine.run(sleeper("c").after("c")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keepsDependenciesWithinAPartOfAnOwner() {
    OwnedProcesses device = supervisor.of("bundle.test", "device1-");
    mine.run(sleeper("a"));
    ManagedProcess b = device.run(sleeper("b").after("a"));
    awaitState(b, State.OFFLINE);
    device.run(sleeper("a"));
    awaitReady(b);
  }

  /** c needs b needs a; each notes its end. */
  private final class Trio {
    final ManagedProcess a = mine.run(script("a"));
    final ManagedProcess b = mine.run(script("b").after("a"));
    final ManagedProcess c = mine.run(script("c").after("b"));
    final long pidA = awaitReady(a);
    final long pidB = awaitReady(b);
    final long pidC = awaitReady(c);

    private com.virtualpytest.host.api.process.ProcessDescription script(String name) {
      String script =
          "trap 'sleep 0.05; echo "
              + name
              + " >> ends; exit' TERM; echo up;"
              + " while :; do sleep 0.02; done";
      return sh(name, script).readyWhen(new Probe.Output("^up$"), SOON);
    }
  }
}
