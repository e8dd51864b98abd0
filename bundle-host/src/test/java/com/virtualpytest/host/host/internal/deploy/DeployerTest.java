package com.virtualpytest.host.host.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.virtualpytest.host.api.device.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the deployer makes of files that come, change and go. */
class DeployerTest {
  @TempDir Path root;

  private DeployerFixture host;

  @BeforeEach
  void start() throws IOException {
    host = new DeployerFixture(root);
  }

  @Test
  void aNewJarServesAfterTwoPolls() throws Exception {
    host.drop("a.jar", Jar.bundle("a", "1.0.0", "v"));
    host.passes(1);
    assertThat(host.framework.serving).isEmpty();
    host.passes(1);
    assertThat(host.framework.values()).containsExactly("a 1.0.0");
    assertThat(host.told).containsExactly("INSTALLED a");
    assertThat(host.deployer.bundles())
        .extracting(BundleRecord::name, BundleRecord::state, BundleRecord::folder)
        .containsExactly(tuple("a", State.READY, "data"));
  }

  @Test
  void theEventOfASwapSaysWhatTheHistorySays() throws Exception {
    host.drop("a.jar", Jar.bundle("a", "1.0.0", "v"));
    host.passes(2);
    host.drop("a.jar", Jar.bundle("a", "2.0.0", "w"));
    host.passes(2);
    host.framework.failing.put("3.0.0", Problem.Kind.NOT_STARTED);
    host.drop("a.jar", Jar.bundle("a", "3.0.0", "x"));
    host.passes(2);
    Files.delete(host.data.resolve("a.jar"));
    host.passes(1);
    assertThat(host.events)
        .extracting(event -> event.getTopic().replaceFirst(".*/", ""))
        .containsExactly("installed", "updated", "failed", "removed");
    assertThat(host.events)
        .extracting(
            event -> event.getProperty("from"),
            event -> event.getProperty("to"),
            event -> event.getProperty("by"),
            event -> event.getProperty("result"),
            event -> event.getProperty("ms"))
        .containsExactlyElementsOf(
            host.deployer.history().stream()
                .sorted(Comparator.comparing(one -> -host.deployer.history().indexOf(one)))
                .map(one -> tuple(one.from(), one.to(), one.by(), one.result(), one.ms()))
                .toList());
  }

  @Test
  void itIsCalmSomeSecondsAfterTheLastChange() throws Exception {
    host.passes(2);
    host.now = host.now.plusSeconds(30);
    assertThat(host.deployer.calm()).isTrue();

    host.drop("a.jar", Jar.bundle("a", "1.0.0", "v"));
    host.passes(3);
    host.now = host.now.plusSeconds(4);
    assertThat(host.deployer.calm()).isFalse();
    host.now = host.now.plusSeconds(4);
    host.passes(1);
    assertThat(host.deployer.calm()).isTrue();

    Files.delete(host.data.resolve("a.jar"));
    host.passes(1);
    assertThat(host.deployer.calm()).isFalse();
  }

  @Test
  void theDataFolderIsMadeForItsOwnerAlone() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(host.data)))
        .isEqualTo("rwx------");
  }

  @Test
  void namesOfUnfinishedCopiesAreIgnored() throws Exception {
    for (String name : List.of(".a.jar", "a.jar.tmp", "a.part.jar", "~a.jar", "a.txt")) {
      host.drop(name, Jar.bundle("a", "1.0.0", "v"));
    }
    Files.createDirectory(host.data.resolve("folder.jar"));
    host.passes(8);
    assertThat(host.deployer.bundles()).isEmpty();
  }

  @Test
  void aJarStillBeingWrittenIsLeftAlone() throws Exception {
    byte[] bytes = Jar.bundle("a", "1.0.0", "v").bytes();
    for (int part = 100; part < bytes.length; part += 100) {
      Files.write(host.data.resolve("a.jar"), java.util.Arrays.copyOf(bytes, part));
      host.passes(1);
      assertThat(host.deployer.bundles()).isEmpty();
    }
    Files.write(host.data.resolve("a.jar"), bytes);
    host.passes(2);
    assertThat(host.framework.values()).containsExactly("a 1.0.0");
    assertThat(host.told).containsExactly("INSTALLED a");
  }

  @Test
  void theSameContentChangesNothing() throws Exception {
    host.drop("a.jar", Jar.bundle("a", "1.0.0", "v"));
    host.passes(2);
    Files.setLastModifiedTime(host.data.resolve("a.jar"), FileTime.from(host.now.plusSeconds(9)));
    host.passes(3);
    host.drop("a.jar", Jar.bundle("a", "1.0.0", "v"));
    host.passes(3);
    Files.move(host.data.resolve("a.jar"), host.data.resolve("b.jar"));
    host.passes(5);
    assertThat(host.framework.calls).containsExactly("install a 1.0.0");
    assertThat(host.deployer.bundles())
        .extracting(BundleRecord::file, BundleRecord::state)
        .containsExactly(tuple("b.jar", State.READY));
  }

  @Test
  void anotherContentOfTheSameVersionIsAnUpdate() throws Exception {
    host.drop("a.jar", Jar.bundle("a", "1.0.0", "v"));
    host.passes(2);
    host.drop("a.jar", Jar.bundle("a", "1.0.0", "w"));
    host.passes(2);
    assertThat(host.told).containsExactly("INSTALLED a", "UPDATED a");
    assertThat(host.copies()).as("the last good one is kept").hasSize(2);
    host.drop("a.jar", Jar.bundle("a", "1.0.0", "x"));
    host.passes(2);
    assertThat(host.copies()).hasSize(2);
  }
}
