package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationIT {
  @TempDir private Path folder;

  /** Read-only, in a path with blanks, used by another user from a folder of no importance. */
  @Test
  void theInstallationIsOnlyRead() throws IOException {
    HostLaunch launch = HostLaunch.in(folder).asOrdinaryUser();
    Path installation = Distribution.copyTo(folder.resolve("an installation"));
    HostProcess.run("chmod", "-R", "a-w,a+rX", installation.toString());

    try (HostProcess host =
        launch.home(installation).workingFolder(Path.of("/")).startAndAwaitReady()) {
      assertThat(host.client().getWithoutKey("/host/health").text("status")).isEqualTo("healthy");
      host.signal("TERM");
      assertThat(host.awaitExit()).isZero();
    } finally {
      HostProcess.run("chmod", "-R", "u+w", installation.toString());
    }
  }

  @Test
  void theDataFolderIsForItsOwnerAlone() throws IOException {
    HostLaunch launch = HostLaunch.in(folder);
    Files.createDirectory(launch.dataFolder());
    try (HostProcess host = launch.startAndAwaitReady()) {
      assertThat(Files.getPosixFilePermissions(host.dataFolder()))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void aLinkToTheCommandStartsTheInstallation() throws IOException {
    Path link =
        Files.createSymbolicLink(
            folder.resolve("backend-host"), Distribution.home().resolve("bin/backend-host"));

    assertThat(HostProcess.run(link.toString(), "--version")).startsWith("backend-host 1.");
  }
}
