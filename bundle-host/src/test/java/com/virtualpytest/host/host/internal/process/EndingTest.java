package com.virtualpytest.host.host.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.process.ManagedProcess;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

class EndingTest extends SupervisorFixture {

  @Test
  void killsAGroupWhoseMemberIgnoresTerm() {
    String member = "(trap '' TERM; while :; do sleep 0.1; done) & echo $! > member; ";
    ManagedProcess process =
        mine.run(up("a", member + "echo up; wait").stopWithin(Duration.ofMillis(300)));
    long pid = awaitReady(process);
    long stubborn = awaitNumber("member");
    process.stop();
    awaitState(process, State.STOPPED);
    assertThat(alive(pid)).isFalse();
    assertThat(alive(stubborn)).isFalse();
  }

  @Test
  void endsGrandchildrenAlsoInSessionsOfTheirOwn() {
    String script =
        "sh -c 'sleep 600 & echo $! > one; wait' & setsid sh -c 'echo $$ > two; exec sleep 600' & ";
    ManagedProcess process = mine.run(up("a", script + "echo up; wait"));
    awaitReady(process);
    long one = awaitNumber("one");
    long two = awaitNumber("two");
    process.stop();
    awaitState(process, State.STOPPED);
    assertThat(alive(one)).isFalse();
    assertThat(alive(two)).isFalse();
  }

  @Test
  void endsWhatAProcessLeftBehindBeforeItsNextStart() {
    ManagedProcess process =
        mine.run(up("a", "test -e left || (sleep 600 & echo $! > left); echo up; sleep 0.5"));
    awaitReady(process);
    long left = awaitNumber("left");
    await().atMost(SOON).until(() -> process.status().restarts() > 0);
    assertThat(alive(left)).isFalse();
  }

  @Test
  void aGrandchildThatFloodsThePipeIsEnded() {
    ManagedProcess process = mine.run(up("a", "yes & echo $! > yes; echo up; exit 1"));
    long yes = awaitNumber("yes");
    awaitDead(yes);
    awaitState(process, State.FAILED);
  }

  @Test
  void aStrangerThatHoldsThePipeHoldsNobodyUp() {
    // It leaves the session and its parent before the process ends, so nobody can find it.
    String stranger =
        "test -e stranger || sh -c 'setsid sleep 600 & echo $! > stranger'; sleep 0.2; ";
    ManagedProcess process = mine.run(up("a", stranger + "echo up; sleep 0.5; exit 7"));
    long pid = awaitNumber("stranger");
    try {
      await().atMost(SOON).until(() -> Integer.valueOf(7).equals(process.status().exitCode()));
      mine.remove("a");
      await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(threads()).noneMatch(name -> name.endsWith("put-a")));
    } finally {
      kill(pid);
    }
  }

  @Test
  void leavesNoZombieAndNoThread() {
    ManagedProcess process = mine.run(up("a", "sleep 600 & echo up; wait"));
    long pid = awaitReady(process);
    for (int i = 0; i < 25; i++) {
      process.restart();
      pid = awaitReadyAgain(process, pid);
    }
    assertThat(threads()).filteredOn(name -> name.equals("process-exit-a")).hasSizeBetween(1, 2);
    assertThat(zombies()).isEmpty();
    supervisor.close();
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(threads()).noneMatch(name -> name.startsWith("process-")));
    assertThat(zombies()).isEmpty();
  }

  @Test
  void childrenDieWithAHostThatIsKilled() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            java,
            "-cp",
            System.getProperty("java.class.path"),
            HostToKill.class.getName(),
            folder.toString());
    builder.environment().put("API_KEY", "secret-of-the-host");
    builder.redirectErrorStream(true).redirectOutput(new File("/dev/null"));
    Process host = builder.start();
    try {
      long child = awaitNumber("child");
      assertThat(alive(child)).isTrue();
      assertThat(Files.readString(Path.of("/proc", "" + child, "environ")))
          .contains("PATH=")
          .doesNotContain("secret-of-the-host", "API_KEY");
      host.destroyForcibly().waitFor();
      awaitDead(child);
    } finally {
      host.destroyForcibly();
    }
  }

  /** A host that is killed: starts one process and waits. */
  static final class HostToKill {
    private HostToKill() {}

    public static void main(String[] arguments) throws InterruptedException {
      Path folder = Path.of(arguments[0]);
      Supervisor supervisor = new Supervisor(QUICK, System.getenv(), folder, change -> {});
      supervisor.of("host", "").run(up("a", "echo $$ > child; echo up; exec sleep 600"));
      Thread.currentThread().join();
    }
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
  }

  /** Children of this process that ended and were not waited for, seen twice. */
  private static List<Long> zombies() {
    return ProcessHandle.current()
        .children()
        .map(ProcessHandle::pid)
        .filter(pid -> state(pid) == 'Z')
        .filter(
            pid -> {
              try {
                await().atMost(Duration.ofSeconds(2)).until(() -> state(pid) != 'Z');
                return false;
              } catch (ConditionTimeoutException e) {
                return true;
              }
            })
        .toList();
  }
}
