package com.virtualpytest.host.host.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.process.ManagedProcess;
import com.virtualpytest.host.api.process.ProcessDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartingTest extends SupervisorFixture {

  @Test
  void givesACleanEnvironment() throws IOException {
    long pid = awaitReady(mine.run(sleeper("a").withEnvironment(Map.of("DISPLAY", ":7"))));
    String[] variables = Files.readString(proc(pid, "environ")).split("\0");
    assertThat(Arrays.stream(variables).filter(variable -> !variable.startsWith("PWD=")))
        .containsExactlyInAnyOrder(
            "PATH=" + System.getenv("PATH"), "HOME=/tmp", "LANG=C.UTF-8", "DISPLAY=:7");
  }

  @Test
  void limitsOpenFiles() throws IOException {
    long pid = awaitReady(mine.run(sleeper("a").withMaxOpenFiles(64)));
    assertThat(Files.readAllLines(proc(pid, "limits")))
        .anyMatch(line -> line.matches("Max open files +64 +64 +files *"));
  }

  @Test
  void makesItTheLeaderOfASessionWithTheSamePid() throws IOException {
    long pid = awaitReady(mine.run(sleeper("a")));
    assertThat(ProcessTable.family(pid, Map.of()))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.pid()).isEqualTo(pid);
              assertThat(entry.session()).isEqualTo(pid);
              assertThat(entry.group()).isEqualTo(pid);
              assertThat(entry.parent()).isEqualTo(ProcessHandle.current().pid());
            });
    assertThat(Files.readString(proc(pid, "cmdline"))).isEqualTo("sleep\000600\0");
  }

  @Test
  void givesNoInputAndTheWorkingFolder() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    long one = awaitReady(mine.run(sleeper("a")));
    long two = awaitReady(mine.run(sleeper("b").withFolder(other)));
    assertThat(Files.readSymbolicLink(proc(one, "fd/0"))).hasToString("/dev/null");
    assertThat(Files.readSymbolicLink(proc(one, "cwd"))).isEqualTo(folder.toRealPath());
    assertThat(Files.readSymbolicLink(proc(two, "cwd"))).isEqualTo(other.toRealPath());
  }

  @Test
  void countsAMissingFolderAsAFailure() {
    ManagedProcess process = mine.run(sleeper("a").withFolder(folder.resolve("none")));
    awaitState(process, State.FAILED);
    assertThat(process.status().status().detail()).contains("5 failures", "does not exist");
  }

  @Test
  void handsArgumentsOnAsTheyAre() {
    String odd = "a b;$(id) 'c' --";
    ManagedProcess echo =
        mine.run(
            ProcessDescription.of("echo", "sh", "-c", "echo \"$1\"; exec sleep 600", "sh", odd));
    awaitReady(echo);
    assertThat(echo.output()).containsExactly(odd);
  }

  private static Path proc(long pid, String file) {
    return Path.of("/proc", Long.toString(pid)).resolve(file);
  }
}
