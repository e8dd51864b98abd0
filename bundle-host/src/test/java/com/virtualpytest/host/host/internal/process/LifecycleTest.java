package com.virtualpytest.host.host.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.process.ManagedProcess;
import com.virtualpytest.host.api.process.ProcessStatus;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class LifecycleTest extends SupervisorFixture {

  @Test
  void isReadyWhenTheProbeAnswers() {
    ManagedProcess process = mine.run(sleeper("a"));
    long pid = awaitReady(process);
    assertThat(alive(pid)).isTrue();
    assertThat(process.status().owner()).isEqualTo("bundle.test");
    assertThat(process.status().restarts()).isZero();
    await().atMost(SOON).until(() -> statesOf("a").equals(List.of(State.READY)));
  }

  @Test
  void adoptsAnEqualDescription() {
    long pid = awaitReady(mine.run(sleeper("a")));
    OwnedProcesses nextGeneration = supervisor.of("bundle.test", "");
    ManagedProcess adopted = nextGeneration.run(sleeper("a"));
    awaitReady(mine.run(sleeper("b"))); // by then the first wish was dealt with
    assertThat(adopted.status().pid()).isEqualTo(pid);
    assertThat(alive(pid)).isTrue();
    assertThat(nextGeneration.processes()).hasSize(2);
  }

  @Test
  void replacesAnotherDescription() {
    ManagedProcess process = mine.run(sleeper("a"));
    long before = awaitReady(process);
    mine.run(up("a", "echo up; echo other; exec sleep 600"));
    long after = awaitReadyAgain(process, before);
    assertThat(alive(before)).isFalse();
    assertThat(alive(after)).isTrue();
    assertThat(process.description().command()).last().asString().contains("other");
  }

  @Test
  void keepsOwnersAndPartsOfOwnersApart() {
    OwnedProcesses device = supervisor.of("bundle.test", "device1-");
    long one = awaitReady(mine.run(sleeper("a")));
    long two = awaitReady(supervisor.of("bundle.other", "").run(sleeper("a")));
    ManagedProcess ofDevice = device.run(sleeper("a"));
    long three = awaitReady(ofDevice);
    assertThat(one).isNotEqualTo(two).isNotEqualTo(three);
    assertThat(ofDevice.status().name()).isEqualTo("device1-a");
    assertThat(ofDevice.description().name()).isEqualTo("a");
    assertThat(device.processes()).hasSize(1);
    assertThat(supervisor.statuses()).hasSize(3);
    assertThat(supervisor.find("bundle.test", "device1-a")).isPresent();
    device.removeAll();
    awaitDead(three);
    assertThat(alive(one)).isTrue();
  }

  @Test
  void stopsAndStartsAgain() {
    ManagedProcess process = mine.run(sleeper("a"));
    long pid = awaitReady(process);
    process.stop();
    awaitState(process, State.STOPPED);
    assertThat(alive(pid)).isFalse();
    assertThat(process.status().pid()).isZero();
    assertThat(process.status().exitCode()).isEqualTo(128 + 15);
    process.restart();
    awaitReadyAgain(process, pid);
    assertThat(process.status().restarts()).isEqualTo(1);
  }

  @Test
  void startsAStoppedOneWhenItIsAskedForAgain() {
    ManagedProcess process = mine.run(sleeper("a"));
    awaitReady(process);
    process.stop();
    awaitState(process, State.STOPPED);
    mine.run(sleeper("a"));
    awaitReady(process);
  }

  @Test
  void restartsOnDemand() {
    ManagedProcess process = mine.run(sleeper("a"));
    long before = awaitReady(process);
    process.restart();
    awaitReadyAgain(process, before);
    assertThat(alive(before)).isFalse();
  }

  @Test
  void forgetsWhatIsRemoved() {
    ManagedProcess process = mine.run(sleeper("a"));
    long pid = awaitReady(process);
    mine.remove("a");
    mine.remove("unknown");
    assertThat(mine.processes()).isEmpty();
    awaitDead(pid);
    awaitState(process, State.STOPPED);
    process.restart(); // a handle on what is gone does nothing
    long next = awaitReady(mine.run(sleeper("a")));
    assertThat(next).isNotEqualTo(pid);
    assertThat(mine.processes()).hasSize(1);
  }

  @Test
  void runsAnewWhenItIsAskedForWhileItIsBeingRemoved() {
    long pid = awaitReady(mine.run(up("a", "trap '' TERM; echo up; while :; do sleep 1; done")));
    mine.remove("a");
    ManagedProcess again = mine.run(sleeper("a"));
    awaitReadyAgain(again, pid);
    assertThat(alive(pid)).isFalse();
    assertThat(mine.processes()).hasSize(1);
  }

  @Test
  void tellsListenersUntilTheyWantNoMore() throws Exception {
    Queue<State> heard = new ConcurrentLinkedQueue<>();
    ManagedProcess process = mine.run(sleeper("a"));
    awaitReady(process);
    AutoCloseable listening = process.onChange(status -> heard.add(state(status)));
    process.stop();
    await().atMost(SOON).until(() -> heard.contains(State.STOPPED));
    assertThat(heard).contains(State.OFFLINE).doesNotContain(State.FAILED);
    listening.close();
    heard.clear();
    process.restart();
    awaitReady(process);
    assertThat(heard).isEmpty();
  }

  @Test
  void forgetsListenersWithTheView() {
    Queue<State> heard = new ConcurrentLinkedQueue<>();
    ManagedProcess process = mine.run(sleeper("a"));
    process.onChange(status -> heard.add(state(status)));
    long pid = awaitReady(process);
    await().atMost(SOON).until(() -> heard.contains(State.READY));
    mine.close();
    heard.clear();
    process.restart();
    awaitReadyAgain(process, pid);
    assertThat(heard).isEmpty();
  }

  @Test
  void aListenerThatThrowsHarmsNobody() {
    ManagedProcess process = mine.run(sleeper("a"));
    process.onChange(
        status -> {
          throw new IllegalStateException("a listener's defect");
        });
    long pid = awaitReady(process);
    process.restart();
    awaitReadyAgain(process, pid);
    await().atMost(SOON).until(() -> statesOf("a").size() >= 3);
  }

  private static State state(ProcessStatus status) {
    return status.status().state();
  }
}
