package com.virtualpytest.host.adb.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.adb.internal.client.Deadline;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.process.Probe;
import com.virtualpytest.host.tck.TestContext;
import com.virtualpytest.host.tck.TestProcesses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class AdbServerTest {
  private final TestProcesses processes = new TestProcesses();

  private AdbServer server(Map<String, String> settings) {
    return new AdbServer(processes, TestContext.settings(settings), TestContext.silent());
  }

  @Test
  void whereNobodyAnswersAServerIsStartedWithAFolderOfItsOwn(@TempDir Path data) throws Exception {
    int port = AdbServerProgram.freePort();
    AdbServer server =
        server(Map.of("ADB_PORT", Integer.toString(port), "HOST_DATA_DIR", data.toString()));
    try (AdbServer.Use use = server.use(() -> {})) {
      await().atMost(Lab.PATIENCE).until(() -> !processes.asked().isEmpty());
      assertThat(use.losses()).isPositive();
    }
    var description = processes.asked().get(0);
    assertThat(description.command())
        .containsExactly("adb", "-P", Integer.toString(port), "nodaemon", "server");
    assertThat(description.environment())
        .containsEntry("HOME", data.resolve("adb").toString())
        .containsEntry("ADB_LOCAL_TRANSPORT_MAX_PORT", "5553");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("adb"))))
        .isEqualTo("rwx------");
  }

  @Test
  void itListensWhereItIsAskedFor(@TempDir Path data) {
    var six = ServerProcess.describe(new AdbServer.Address("::1", 5038), data);
    assertThat(six.command()).containsExactly("adb", "-L", "tcp:[::1]:5038", "nodaemon", "server");
    assertThat(six.probe()).isEqualTo(new Probe.All(new Probe.Alive(), new Probe.Tcp("::1", 5038)));
  }

  @Test
  void aServerThatAnswersIsUsedAsItIs(@TempDir Path home) throws Exception {
    try (AdbServerProgram program = AdbServerProgram.start(home)) {
      AdbServer server = server(Map.of("ADB_PORT", Integer.toString(program.port())));
      CountDownLatch told = new CountDownLatch(1);
      try (AdbServer.Use use = server.use(told::countDown)) {
        told.await();
        assertThat(use.losses()).isZero();
      }
      assertThat(processes.asked()).isEmpty();
    }
  }

  @Test
  void aServerThatAnswersIsAskedAndNoneIsStartedBesideIt(@TempDir Path home) throws Exception {
    try (AdbServerProgram program = AdbServerProgram.start(home)) {
      AdbServer server = server(Map.of("ADB_PORT", Integer.toString(program.port())));
      int version =
          server.ask(server.address(), client -> client.version(Deadline.in(Lab.PATIENCE)));
      assertThat(version).isPositive();
      assertThat(processes.asked()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BACKOFF", "FAILED"})
  void ourOwnYieldsToTheOneThatHasThePortAndComesBackAfterIt(State ofOurs, @TempDir Path home)
      throws Exception {
    try (AdbServerProgram program = AdbServerProgram.start(home)) {
      processes.run(
          ServerProcess.describe(new AdbServer.Address("127.0.0.1", program.port()), home));
      processes.set(ofOurs);
      AdbServer server =
          server(
              Map.of(
                  "ADB_PORT", Integer.toString(program.port()), "HOST_DATA_DIR", home.toString()));
      try (AdbServer.Use use = server.use(() -> {})) {
        await().atMost(Lab.PATIENCE).until(() -> processes.asked().isEmpty());
        program.kill();
        await().atMost(Lab.PATIENCE).until(() -> !processes.asked().isEmpty());
        assertThat(use.losses()).isPositive();
      }
    }
  }

  @Test
  void onAnotherMachineNothingIsStarted() throws Exception {
    AdbServer server = server(Map.of("ADB_HOST", "no-such-host.invalid"));
    try (AdbServer.Use use = server.use(() -> {})) {
      await().atMost(Lab.PATIENCE).until(() -> use.losses() > 0);
    }
    assertThat(processes.asked()).isEmpty();
  }

  @Test
  void aWrongSettingIsNamed() {
    assertThatThrownBy(() -> server(Map.of("ADB_HOST", "a b")).address())
        .isInstanceOf(SettingException.class)
        .hasMessageStartingWith("ADB_HOST must be");
  }
}
