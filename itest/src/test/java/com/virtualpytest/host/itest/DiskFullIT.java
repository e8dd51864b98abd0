package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that fills while the host runs. The limit on the size of files stands for it: like a full
 * disk it lets files be created and refuses their bytes, and needs no mount.
 */
class DiskFullIT {
  private HostProcess host;

  @BeforeEach
  void boot(@TempDir Path folder) throws IOException {
    host = HostLaunch.in(folder).startAndAwaitReady();
  }

  @AfterEach
  void stop() {
    host.close();
  }

  private void limitFiles(String size) throws IOException {
    HostProcess.run("prlimit", "--pid=" + host.jvm().pid(), "--fsize=" + size + ":unlimited");
  }

  @Test
  void theHostIsUnhealthyUntilThereIsSpaceAgain() throws IOException {
    limitFiles("0");
    Answer full = host.awaitStatus("/host/health", 503);

    assertThat(full.text("status")).isEqualTo("unhealthy");
    assertThat(full.body()).doesNotContain(host.dataFolder().toString());

    limitFiles("unlimited");

    assertThat(host.awaitStatus("/host/health", 200).text("status")).isEqualTo("healthy");
  }

  @Test
  void aHostWithAFullDiskStillStopsInOrder() throws IOException {
    limitFiles("0");
    host.signal("TERM");

    assertThat(host.awaitExit()).isZero();
  }
}
