package com.virtualpytest.host.display.internal.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;

  @Test
  void handsArgumentsOverAsTheyAre() throws Exception {
    ProgramResult result =
        programs().run(List.of("printf", "%s", "$(id); `x` 'y'"), "", null, SOON);
    assertThat(result).isEqualTo(new ProgramResult(0, "$(id); `x` 'y'", "", false));
  }

  @Test
  void keepsOutputAndErrorApart() throws Exception {
    ProgramResult result = shell("echo one; echo two >&2; exit 3");
    assertThat(result).isEqualTo(new ProgramResult(3, "one\n", "two\n", false));
  }

  @Test
  void handsNoSecretOn() throws Exception {
    Map<String, String> host = new HashMap<>(System.getenv());
    host.put("API_KEY", "secret");
    ProgramResult result = new Programs(host, ":9", folder).run(List.of("env"), "", null, SOON);
    assertThat(result.output()).contains("DISPLAY=:9\n").doesNotContain("secret");
  }

  @Test
  void readsWhatItIsGiven() throws Exception {
    assertThat(programs().run(List.of("cat"), "täxt", null, SOON).output()).isEqualTo("täxt");
  }

  @Test
  void takesLargeOutputWhole() throws Exception {
    assertThat(shell("head -c 1000000 /dev/zero | tr '\\0' x").output()).hasSize(1_000_000);
  }

  @Test
  void doesNotWaitForWhatGoesOnInTheBackground() throws Exception {
    ProgramResult result = shell("sleep 600 & echo $!");
    long pid = Long.parseLong(result.output().strip());
    assertThat(ProcessHandle.of(pid)).isPresent();
    ProcessHandle.of(pid).get().destroyForcibly();
  }

  @Test
  void endsTheChildrenOfWhatTakesTooLong() throws Exception {
    Path pids = folder.resolve("pids");
    String script =
        "echo begun; sleep 600 & echo $! >> pids; setsid sh -c 'echo $$ >> pids; sleep 600' &"
            + " (setsid sh -c 'echo $$ >> pids; exec sleep 600' &);"
            + " while [ $(wc -l < pids) -lt 3 ]; do sleep 0.01; done; sleep 600";
    ProgramResult result =
        programs().run(List.of("bash", "-c", script), "", null, Duration.ofSeconds(2));
    assertThat(result.timedOut()).isTrue();
    assertThat(result.exitCode()).isEqualTo(-1);
    assertThat(result.output()).isEqualTo("begun\n");
    List<String> lines = Files.readAllLines(pids);
    assertThat(lines).hasSize(3);
    for (String line : lines) {
      await().atMost(SOON).until(() -> !alive(Long.parseLong(line)));
    }
  }

  @Test
  void endsWhatIsNoLongerWanted() throws Exception {
    Path pid = folder.resolve("pid");
    Thread caller =
        new Thread(
            () -> {
              try {
                shell("echo $$ > pid.new; mv pid.new pid; sleep 600");
              } catch (java.io.IOException | InterruptedException e) {
                Thread.currentThread().interrupt(); // what is wanted
              }
            });
    caller.start();
    await().atMost(SOON).until(() -> Files.exists(pid));
    caller.interrupt();
    long number = Long.parseLong(Files.readString(pid).strip());
    await().atMost(SOON).until(() -> !alive(number));
    caller.join();
  }

  private static boolean alive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  private ProgramResult shell(String script) throws java.io.IOException, InterruptedException {
    return programs().run(List.of("bash", "-c", script), "", null, SOON);
  }

  private Programs programs() {
    return new Programs(System.getenv(), ":9", folder);
  }
}
