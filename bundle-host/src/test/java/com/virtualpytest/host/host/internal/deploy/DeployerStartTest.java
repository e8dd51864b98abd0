package com.virtualpytest.host.host.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a run of the deployer begins, and what it makes of an earlier one. */
class DeployerStartTest {
  @TempDir Path root;

  private DeployerFixture host;

  @BeforeEach
  void start() throws IOException {
    host = new DeployerFixture(root);
  }

  @Test
  void settlesWhenEverythingWasTriedOnceOrTakesTooLong() throws Exception {
    assertThat(host.deployer.settled()).as("empty folders").isTrue();
    host.drop(host.installation, "a.jar", Jar.bundle("a", "1.0.0", "v"));
    host.restart();
    assertThat(host.deployer.settled()).isFalse();
    host.passes(1);
    assertThat(host.deployer.settled()).isTrue();
    Files.writeString(host.installation.resolve("b.jar"), "half");
    host.restart();
    host.now = host.now.plusSeconds(11);
    host.passes(1);
    assertThat(host.deployer.settled()).isTrue();
  }

  @Test
  void filesThatAreOldAreTakenAtTheFirstLook() throws Exception {
    host.drop(host.installation, "a.jar", Jar.bundle("a", "1.0.0", "v"));
    host.now = host.now.plusSeconds(60);
    host.restart();
    assertThat(host.framework.values()).containsExactly("a 1.0.0");
    assertThat(host.deployer.settled()).isTrue();
  }

  @Test
  void whatAnEarlierRunLeftIsClearedAway() throws Exception {
    host.drop("a.jar", Jar.bundle("a", "1.0.0", "v"));
    host.passes(2);
    String hash = host.deployer.bundles().get(0).hash();
    Path half = Files.writeString(root.resolve("data/bundles/.abc.tmp"), "half");
    Files.writeString(root.resolve("data/bundles/abc.jar"), "old");
    host.framework.retained.clear();
    host.restart();
    assertThat(host.framework.retained.get(0)).containsExactly(hash);
    assertThat(half).doesNotExist();
    assertThat(host.copies()).containsExactly(hash + ".jar");
  }

  @Test
  void whatWasRemovedBetweenTwoRunsIsForgotten() throws Exception {
    host.drop("a.jar", Jar.bundle("a", "1.0.0", "v"));
    host.passes(2);
    Files.delete(host.data.resolve("a.jar"));
    host.restart();
    host.passes(1);
    assertThat(host.framework.values()).isEmpty();
    assertThat(host.copies()).isEmpty();
    assertThat(Files.readString(root.resolve("data/bundles/generations.json"))).isEqualTo("[]");
  }
}
