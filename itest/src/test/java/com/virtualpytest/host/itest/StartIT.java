package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a host from starting is said in one line. */
class StartIT {
  private static final int UNAVAILABLE = 69;
  private static final int BROKEN = 70;
  private static final int DATA_FOLDER = 73;

  @TempDir private Path folder;

  private static void assertEnds(HostLaunch launch, int code, String line) throws IOException {
    try (HostProcess host = launch.start()) {
      assertThat(host.awaitExit()).as(host.output()).isEqualTo(code);
      assertThat(host.output()).startsWith("backend-host: ").contains(line).hasLineCount(1);
    }
  }

  @Test
  void thePortIsTaken() throws IOException {
    try (ServerSocket taken = Ports.listen()) {
      String port = Integer.toString(taken.getLocalPort());

      assertEnds(
          HostLaunch.in(folder).env("HOST_PORT", port),
          UNAVAILABLE,
          "cannot listen on HOST_BIND 127.0.0.1, HOST_PORT " + port);
    }
  }

  @Test
  void theAddressIsNotOfThisMachine() throws IOException {
    assertEnds(
        HostLaunch.in(folder).env("HOST_BIND", "192.0.2.1"),
        UNAVAILABLE,
        "cannot listen on HOST_BIND 192.0.2.1");
  }

  @Test
  void aFileIsInTheDataFoldersPlace() throws IOException {
    Path file = Files.createFile(folder.resolve("data"));

    assertEnds(
        HostLaunch.in(folder), DATA_FOLDER, "HOST_DATA_DIR " + file + " cannot be used: not a fol");
  }

  @Test
  void theDataFolderMayNotBeWritten() throws IOException {
    HostLaunch launch = installedForEverybody();
    Path locked = Files.createDirectory(folder.resolve("locked"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
    Path data = locked.resolve("data");

    assertEnds(
        launch.env("HOST_DATA_DIR", data.toString()),
        DATA_FOLDER,
        "HOST_DATA_DIR " + data + " cannot be used: permission denied");
  }

  @Test
  void theDiskIsFull() throws IOException {
    assertEnds(
        HostLaunch.in(folder).wrappedBy("prlimit", "--fsize=0:unlimited"),
        DATA_FOLDER,
        "HOST_DATA_DIR " + folder.resolve("data") + " cannot be used: ");
  }

  @Test
  void anotherHostUsesTheDataFolder() throws IOException {
    try (HostProcess first = HostLaunch.in(folder).startAndAwaitReady()) {
      assertEnds(
          HostLaunch.in(folder),
          DATA_FOLDER,
          "HOST_DATA_DIR " + first.dataFolder() + " is in use by another running host");
      assertThat(first.client().getWithoutKey("/host/health").status()).isEqualTo(200);
    }
  }

  @Test
  void aSystemBundleIsMissing() throws IOException {
    Path installation = Distribution.copyTo(folder.resolve("installation"));
    Path missing = delete(installation, "core-api");

    assertEnds(
        HostLaunch.in(folder).home(installation),
        BROKEN,
        "is incomplete, missing: " + installation.relativize(missing));
  }

  @Test
  void aSystemBundleIsNoBundle() throws IOException {
    Path installation = Distribution.copyTo(folder.resolve("installation"));
    Path broken = delete(installation, "core-api");
    Files.writeString(broken, "no jar");

    assertEnds(HostLaunch.in(folder).home(installation), BROKEN, broken.getFileName().toString());
  }

  private static Path delete(Path installation, String name) throws IOException {
    try (Stream<Path> bundles = Files.list(installation.resolve("system/10"))) {
      Path bundle =
          bundles
              .filter(file -> file.getFileName().toString().startsWith(name))
              .findFirst()
              .orElseThrow();
      Files.delete(bundle);
      return bundle;
    }
  }

  private HostLaunch installedForEverybody() throws IOException {
    return HostLaunch.in(folder)
        .asOrdinaryUser()
        .home(Distribution.copyTo(folder.resolve("installation")));
  }
}
