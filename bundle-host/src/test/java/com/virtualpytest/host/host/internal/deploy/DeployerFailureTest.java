package com.virtualpytest.host.host.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.virtualpytest.host.api.device.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the deployer does about contents that do not serve. */
class DeployerFailureTest {
  @TempDir Path root;

  private DeployerFixture host;

  @BeforeEach
  void start() throws IOException {
    host = new DeployerFixture(root);
  }

  @Test
  void aBrokenFileOverAGoodOneIsReportedAndNothingElse() throws Exception {
    host.drop("a.jar", Jar.bundle("a", "1.0.0", "v"));
    host.passes(2);
    Files.writeString(host.data.resolve("a.jar"), "no jar");
    host.passes(8);
    assertThat(host.framework.values()).containsExactly("a 1.0.0");
    assertThat(host.deployer.bundles())
        .extracting(BundleRecord::name, BundleRecord::state, BundleRecord::detail)
        .containsExactly(
            tuple("a", State.READY, null),
            tuple("a.jar", State.FAILED, "The file is not a whole jar"));
    assertThat(host.told).containsExactly("INSTALLED a", "FAILED a.jar");
    host.restart();
    host.passes(8);
    assertThat(host.framework.values()).as("after a restart too").containsExactly("a 1.0.0");
    Files.delete(host.data.resolve("a.jar"));
    host.passes(1);
    assertThat(host.framework.values()).isEmpty();
    assertThat(host.deployer.bundles()).isEmpty();
  }

  @Test
  void aFailedUpdateLeavesTheOldOneAndIsNotRepeated() throws Exception {
    host.drop("a.jar", Jar.bundle("a", "1.0.0", "v"));
    host.passes(2);
    host.framework.failing.put("2.0.0", Problem.Kind.NOT_STARTED);
    host.drop("a.jar", Jar.bundle("a", "2.0.0", "w"));
    host.passes(9);
    assertThat(host.framework.calls).containsExactly("install a 1.0.0", "replace a 2.0.0");
    assertThat(host.deployer.bundles())
        .extracting(BundleRecord::version, BundleRecord::state)
        .containsExactly(tuple("1.0.0", State.READY), tuple("2.0.0", State.FAILED));
    host.restart();
    host.passes(2);
    assertThat(host.framework.values()).containsExactly("a 1.0.0");
  }

  @Test
  void whatFoundADeviceBusyIsTriedAgainLaterAndToldOnce() throws Exception {
    host.drop("a.jar", Jar.bundle("a", "1.0.0", "v"));
    host.passes(2);
    host.framework.failing.put("2.0.0", Problem.Kind.BUSY);
    host.drop("a.jar", Jar.bundle("a", "2.0.0", "w"));
    host.passes(5);
    assertThat(host.framework.calls).containsExactly("install a 1.0.0", "replace a 2.0.0");
    host.drop("b.jar", Jar.bundle("b", "1.0.0", "v"));
    host.passes(2);
    host.now = host.now.plus(Failures.BUSY_PAUSE);
    host.passes(5);
    assertThat(host.framework.calls).filteredOn("replace a 2.0.0"::equals).hasSize(2);
    assertThat(host.deployer.history()).filteredOn(one -> one.name().equals("a")).hasSize(2);
    assertThat(host.told).containsExactly("INSTALLED a", "FAILED a", "INSTALLED b");
    host.framework.failing.clear();
    host.now = host.now.plus(Failures.BUSY_PAUSE);
    host.passes(1);
    assertThat(host.framework.values()).containsExactlyInAnyOrder("a 2.0.0", "b 1.0.0");
  }

  @Test
  void whatDidNotResolveIsTriedAgainWhenAnotherBundleChanges() throws Exception {
    host.framework.failing.put("1.0.0", Problem.Kind.UNRESOLVED);
    host.drop("a.jar", Jar.bundle("a", "1.0.0", "v"));
    host.passes(5);
    assertThat(host.framework.calls).containsExactly("install a 1.0.0");
    host.framework.failing.clear();
    host.drop("b.jar", Jar.bundle("b", "3.0.0", "v"));
    host.passes(3);
    assertThat(host.framework.values()).containsExactlyInAnyOrder("a 1.0.0", "b 3.0.0");
    assertThat(host.told).containsExactly("FAILED a", "INSTALLED b", "INSTALLED a");
  }

  @Test
  void aHashThatHungIsNotStartedByTheNextRun() throws Exception {
    host.framework.failing.put("1.0.0", Problem.Kind.STUCK);
    host.drop("a.jar", Jar.bundle("a", "1.0.0", "v"));
    host.passes(3);
    host.framework.failing.clear();
    host.restart();
    host.passes(3);
    assertThat(host.framework.calls).containsExactly("install a 1.0.0");
    assertThat(host.detail("1.0.0", State.FAILED)).contains("hung");
  }

  @Test
  void whatHangsIsToldUntilTheRestartWhateverBecomesOfItsFile() throws Exception {
    host.framework.failing.put("1.0.0", Problem.Kind.STUCK);
    host.drop("a.jar", Jar.bundle("a", "1.0.0", "v"));
    host.passes(3);
    host.drop("a.jar", Jar.bundle("b", "2.0.0", "w"));
    host.passes(3);
    assertThat(host.deployer.bundles())
        .extracting(BundleRecord::name, BundleRecord::state, BundleRecord::folder)
        .containsExactly(
            tuple("a", State.FAILED, BundleRecord.NOWHERE), tuple("b", State.READY, "data"));
    assertThat(host.told).as("told once").containsExactly("FAILED a", "INSTALLED b");
    assertThatThrownBy(() -> host.deployer.control().remove("a", "rest"))
        .as("a.jar is the file of b now")
        .isInstanceOf(BundleControl.RefusedException.class);
    host.restart();
    host.passes(3);
    assertThat(host.deployer.bundles()).extracting(BundleRecord::name).containsExactly("b");
  }

  @Test
  void noRoomForCopiesIsReportedAndTriedAgain() throws Exception {
    host.drop("a.jar", Jar.bundle("a", "1.0.0", "v"));
    host.passes(2);
    Path store = root.resolve("data/bundles");
    Path aside = Files.move(store, root.resolve("aside"), StandardCopyOption.ATOMIC_MOVE);
    Files.writeString(store, "in the way");
    host.drop("a.jar", Jar.bundle("a", "2.0.0", "w"));
    host.passes(3);
    assertThat(host.framework.values()).containsExactly("a 1.0.0");
    assertThat(host.deployer.bundles())
        .extracting(BundleRecord::name, BundleRecord::state)
        .containsExactly(tuple("a", State.READY), tuple("a.jar", State.FAILED));
    Files.delete(store);
    Files.move(aside, store);
    host.now = host.now.plus(Duration.ofSeconds(3));
    host.passes(1);
    assertThat(host.framework.values()).containsExactly("a 2.0.0");
    assertThat(host.deployer.bundles())
        .extracting(BundleRecord::state)
        .containsExactly(State.READY);
  }
}
