package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StopIT {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void aSignalEndsTheHostInOrder(String signal) throws IOException {
    try (HostProcess host = HostLaunch.in(folder).startAndAwaitReady()) {
      List<ProcessHandle> children = host.descendants();
      host.signal(signal);

      assertThat(host.awaitExit()).isZero();
      assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    }
  }

  @Test
  void aSignalToTheJvmAloneEndsTheHostInOrder() throws IOException {
    try (HostProcess host = HostLaunch.in(folder).startAndAwaitReady()) {
      HostProcess.signal("TERM", host.jvm());

      assertThat(host.awaitExit()).isZero();
    }
  }

  @Test
  void aSignalWhileTheHostStartsEndsIt() throws IOException {
    try (HostProcess host = HostLaunch.in(folder).start()) {
      host.jvm();
      host.signal("TERM");

      assertThat(host.awaitExit()).isZero();
    }
  }

  @Test
  void aRequestInFlightDoesNotHoldTheStop() throws IOException {
    HostLaunch launch = HostLaunch.in(folder);
    DropFolder.of(launch.dataFolder()).put(FixtureBundle.named("hello"));
    try (HostProcess host = launch.startAndAwaitReady()) {
      try (SlowRequest slow = SlowRequest.to(host)) {
        host.signal("TERM");

        assertThat(host.awaitExit()).isZero();
        assertThat(slow.isPending()).isFalse();
      }
    }
  }

  @Test
  void aBundleWhoseStopHangsDoesNotHoldTheHost() throws IOException {
    HostLaunch launch = HostLaunch.in(folder);
    DropFolder.of(launch.dataFolder()).put(FixtureBundle.named("hangs"));
    try (HostProcess host = launch.startAndAwaitReady()) {
      host.awaitTrue("the bundle is started", () -> host.output().contains("hangs: started"));
      List<ProcessHandle> children = host.descendants();
      host.signal("TERM");

      assertThat(host.awaitExit()).isZero();
      assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    }
  }

  @Test
  void aBundleThatIsBeingStartedDoesNotHoldTheStop() throws IOException {
    try (HostProcess host = startWithRelay("hangs")) {
      host.signal("TERM");

      assertThat(host.awaitExit()).isZero();
      assertThat(host.output()).contains("relay: closed").doesNotContain("did not stop within");
    }
  }

  @Test
  void controllersAreClosedThoughABundleNeverComesBackFromItsStart() throws IOException {
    try (HostProcess host = startWithRelay("hangs deaf")) {
      host.signal("TERM");

      assertThat(host.awaitExit()).isZero();
      assertThat(host.output())
          .contains("relay: closed", "waiting for fixture.other 1.0.0; ending now");
    }
  }

  /** A host whose device1 has a driver, and that is about to start another bundle. */
  private HostProcess startWithRelay(String how) throws IOException {
    HostLaunch launch =
        HostLaunch.in(folder).env("DEVICE1_NAME", "Plug").env("DEVICE1_POWER_NAME", "relay");
    DropFolder data = DropFolder.of(launch.dataFolder());
    data.put(FixtureBundle.named("relay"));
    HostProcess host = launch.startAndAwaitReady();
    host.awaitTrue(
        "the relay is open",
        () ->
            host.client()
                .post("/host/power/getStatus", "{\"device_id\":\"device1\"}")
                .json()
                .path("success")
                .asBoolean());
    byte[] other = new FixtureBundle("badRelay", "other", "1.0.0", how).jar();
    String activator = "fixture.relay.BadRelay$Starter";
    data.put("other.jar", JarChange.of(other).header("Bundle-Activator", activator).bytes());
    host.awaitTrue("it starts", () -> host.output().contains("bad relay: starting"));
    return host;
  }

  @Test
  void aWantedRestartIsAnsweredFirstAndANewProcessServes() throws IOException {
    try (HostProcess host = HostLaunch.in(folder).startAndAwaitReady()) {
      ProcessHandle before = host.jvm();
      Answer answer = host.client().postNothing("/host/system/restartHostService");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text("message")).isEqualTo("Service vpt_host restarted successfully");
      assertThat(answer.text("service")).isEqualTo("vpt_host");
      host.awaitTrue("the old process has ended", () -> !before.isAlive());
      host.awaitReady();
      assertThat(host.jvm().pid()).isNotEqualTo(before.pid());
    }
  }

  /** The second start takes its classes from an archive that was made beside the first one. */
  @Test
  void aHostThatWasStoppedStartsAgain() throws IOException {
    HostLaunch launch = HostLaunch.in(folder).withClassArchive();
    try (HostProcess host = launch.startAndAwaitReady()) {
      // made by a process of low priority
      host.awaitTrue(
          "the archive is there", Duration.ofMinutes(5), () -> hasArchive(host.dataFolder()));
      host.signal("TERM");

      assertThat(host.awaitExit()).isZero();
    }
    try (HostProcess host = launch.startAndAwaitReady()) {
      assertThat(host.client().getWithoutKey("/host/health").text("status")).isEqualTo("healthy");
      assertThat(host.client().get("/host/devices").status()).isEqualTo(200);
    }
  }

  @Test
  void afterAKillTheHostStartsAgain() throws IOException {
    HostLaunch launch = HostLaunch.in(folder);
    try (HostProcess host = launch.startAndAwaitReady()) {
      HostProcess.signal("KILL", host.jvm());

      assertThat(host.awaitExit()).isEqualTo(128 + 9);
    }
    try (HostProcess host = launch.startAndAwaitReady()) {
      assertThat(host.client().getWithoutKey("/host/health").text("status")).isEqualTo("healthy");
    }
  }

  private static boolean hasArchive(Path data) throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("cds"))) {
      return files.anyMatch(file -> file.getFileName().toString().endsWith(".jsa"));
    }
  }
}
