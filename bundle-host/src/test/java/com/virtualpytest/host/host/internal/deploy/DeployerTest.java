package com.virtualpytest.host.host.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.host.internal.settings.HostSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the deployer decides, with a framework of the test's own. */
class DeployerTest {
  @TempDir Path root;

  private Path data;
  private Path installation;
  private final FakeFramework framework =
      new FakeFramework(stuck -> new BundleStore(root.resolve("data/bundles")).quarantine(stuck));
  private final List<String> told = new ArrayList<>();
  private Instant now = Instant.now();
  private boolean strict;
  private TrustedSigners signers = TrustedSigners.anybody();
  private Deployer deployer;

  @BeforeEach
  void start() throws IOException {
    data = root.resolve("data/deploy");
    installation = Files.createDirectories(root.resolve("home/deploy"));
    restart();
  }

  private void restart() throws IOException {
    framework.serving.clear();
    BundleStore store = new BundleStore(root.resolve("data/bundles"));
    deployer =
        new Deployer(
            Map.of(Folder.DATA, data, Folder.INSTALLATION, installation),
            strict,
            store,
            new JarInspector(JarInspector.Limits.DEFAULT, framework::systemName, signers),
            framework,
            framework,
            change -> told.add(change.kind() + " " + change.bundle().name()),
            clock());
    told.clear();
    deployer.pass();
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public java.time.ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now;
      }
    };
  }

  private void passes(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      deployer.pass();
    }
  }

  private static void drop(Path folder, String file, Jar jar) throws IOException {
    Files.write(folder.resolve(file), jar.bytes());
  }

  @Test
  void aNewJarServesAfterTwoPolls() throws Exception {
    drop(data, "a.jar", Jar.bundle("a", "1.0.0", "v"));
    passes(1);
    assertThat(framework.serving).isEmpty();
    passes(1);
    assertThat(framework.values()).containsExactly("a 1.0.0");
    assertThat(told).containsExactly("INSTALLED a");
    assertThat(deployer.bundles())
        .extracting(BundleRecord::name, BundleRecord::state, BundleRecord::folder)
        .containsExactly(tuple("a", State.READY, "data"));
  }

  @Test
  void theDataFolderIsMadeForItsOwnerAlone() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx------");
  }

  @Test
  void namesOfUnfinishedCopiesAreIgnored() throws Exception {
    for (String name : List.of(".a.jar", "a.jar.tmp", "a.part.jar", "~a.jar", "a.txt")) {
      drop(data, name, Jar.bundle("a", "1.0.0", "v"));
    }
    Files.createDirectory(data.resolve("folder.jar"));
    passes(8);
    assertThat(deployer.bundles()).isEmpty();
  }

  @Test
  void aJarStillBeingWrittenIsLeftAlone() throws Exception {
    byte[] bytes = Jar.bundle("a", "1.0.0", "v").bytes();
    for (int part = 100; part < bytes.length; part += 100) {
      Files.write(data.resolve("a.jar"), java.util.Arrays.copyOf(bytes, part));
      passes(1);
      assertThat(deployer.bundles()).isEmpty();
    }
    Files.write(data.resolve("a.jar"), bytes);
    passes(2);
    assertThat(framework.values()).containsExactly("a 1.0.0");
    assertThat(told).containsExactly("INSTALLED a");
  }

  @Test
  void theSameContentChangesNothing() throws Exception {
    drop(data, "a.jar", Jar.bundle("a", "1.0.0", "v"));
    passes(2);
    Files.setLastModifiedTime(data.resolve("a.jar"), FileTime.from(now.plusSeconds(9)));
    passes(3);
    drop(data, "a.jar", Jar.bundle("a", "1.0.0", "v"));
    passes(3);
    Files.move(data.resolve("a.jar"), data.resolve("b.jar"));
    passes(5);
    assertThat(framework.calls).containsExactly("install a 1.0.0");
    assertThat(deployer.bundles())
        .extracting(BundleRecord::file, BundleRecord::state)
        .containsExactly(tuple("b.jar", State.READY));
  }

  @Test
  void anotherContentOfTheSameVersionIsAnUpdate() throws Exception {
    drop(data, "a.jar", Jar.bundle("a", "1.0.0", "v"));
    passes(2);
    drop(data, "a.jar", Jar.bundle("a", "1.0.0", "w"));
    passes(2);
    assertThat(told).containsExactly("INSTALLED a", "UPDATED a");
    assertThat(copies()).as("the last good one is kept").hasSize(2);
    drop(data, "a.jar", Jar.bundle("a", "1.0.0", "x"));
    passes(2);
    assertThat(copies()).hasSize(2);
  }

  @Test
  void strictVersionsRefuseEqualAndLowerOnes() throws Exception {
    strict = true;
    restart();
    drop(data, "a.jar", Jar.bundle("a", "1.0.0", "v"));
    passes(2);
    drop(data, "a.jar", Jar.bundle("a", "1.0.0", "w"));
    passes(3);
    assertThat(framework.calls).containsExactly("install a 1.0.0");
    assertThat(detail("1.0.0", State.FAILED)).contains("not higher than 1.0.0");
    restart();
    passes(2);
    assertThat(framework.calls).containsExactly("install a 1.0.0", "install a 1.0.0");
    assertThat(detail("1.0.0", State.FAILED)).contains("not higher than 1.0.0");
    drop(data, "a.jar", Jar.bundle("a", "1.1.0", "w"));
    passes(2);
    assertThat(framework.values()).containsExactly("a 1.1.0");
  }

  @Test
  void goingBackOnPurposeIsAllowedWithStrictVersionsToo() throws Exception {
    strict = true;
    restart();
    drop(data, "a.jar", Jar.bundle("a", "1.0.0", "v"));
    passes(2);
    drop(data, "a.jar", Jar.bundle("a", "2.0.0", "w"));
    passes(2);
    var back = deployer.control().rollback("a", "test");
    passes(2);
    assertThat(back.get().result()).isEqualTo("downgraded");
    assertThat(framework.values()).containsExactly("a 1.0.0");
  }

  @Test
  void withTrustedSignersTheOldOneServesOnUnlessItIsAStrangersToo() throws Exception {
    Signer signer = new Signer(root).key("Friend");
    HostSettings settings =
        HostSettings.of(Map.of("BUNDLE_TRUSTED_CERTS", signer.certificate("Friend").toString()));
    signers = TrustedSigners.of(settings);
    restart();
    drop(installation, "b.jar", Jar.bundle("b", "1.0.0", "v"));
    Files.write(
        data.resolve("a.jar"), signer.sign(Jar.bundle("a", "1.0.0", "v").bytes(), "Friend"));
    passes(2);
    drop(data, "a.jar", Jar.bundle("a", "2.0.0", "v"));
    passes(3);
    assertThat(framework.values()).containsExactlyInAnyOrder("a 1.0.0", "b 1.0.0");
    assertThat(deployer.bundles())
        .extracting(BundleRecord::detail)
        .contains("The jar is not signed");

    Files.delete(data.resolve("a.jar"));
    signers = TrustedSigners.anybody();
    restart();
    drop(data, "a.jar", Jar.bundle("a", "2.0.0", "v"));
    passes(2);
    assertThat(framework.values()).containsExactlyInAnyOrder("a 2.0.0", "b 1.0.0");
    signers = TrustedSigners.of(settings);
    restart();
    passes(2);
    assertThat(framework.values()).as("not what served before").containsExactly("b 1.0.0");
  }

  @Test
  void theDataFolderWinsAndTheOtherTakesItsPlace() throws Exception {
    drop(installation, "a.jar", Jar.bundle("a", "2.0.0", "v"));
    passes(2);
    drop(data, "mine.jar", Jar.bundle("a", "1.0.0", "w"));
    passes(2);
    assertThat(framework.values()).containsExactly("a 1.0.0");
    assertThat(detail("2.0.0", State.DISABLED))
        .isEqualTo("mine.jar in the data folder has the same symbolic name and is used");
    Files.delete(data.resolve("mine.jar"));
    passes(1);
    assertThat(framework.values()).containsExactly("a 2.0.0");
    assertThat(told).containsExactly("INSTALLED a", "UPDATED a", "UPDATED a");
    Files.delete(installation.resolve("a.jar"));
    passes(1);
    assertThat(framework.values()).isEmpty();
    assertThat(deployer.bundles()).isEmpty();
    assertThat(told).endsWith("REMOVED a");
  }

  @Test
  void ofTwoFilesInOneFolderTheHigherVersionServes() throws Exception {
    drop(data, "x.jar", Jar.bundle("a", "1.2.0", "v"));
    drop(data, "y.jar", Jar.bundle("a", "1.1.0", "w"));
    passes(6);
    assertThat(framework.calls).containsExactly("install a 1.2.0");
    assertThat(detail("1.1.0", State.DISABLED)).contains("x.jar");
    assertThat(told).containsExactly("INSTALLED a");
  }

  @Test
  void ofTwoFilesOfOneVersionTheFirstServesOn() throws Exception {
    drop(data, "x.jar", Jar.bundle("a", "1.0.0", "v"));
    passes(2);
    drop(data, "y.jar", Jar.bundle("a", "1.0.0", "w"));
    passes(3);
    assertThat(framework.calls).containsExactly("install a 1.0.0");
    assertThat(detail("1.0.0", State.DISABLED))
        .isEqualTo("x.jar has the same symbolic name and is used");
    restart();
    passes(3);
    assertThat(detail("1.0.0", State.DISABLED)).as("after a restart too").contains("x.jar");
    Files.delete(data.resolve("x.jar"));
    passes(1);
    assertThat(framework.calls).endsWith("replace a 1.0.0");
  }

  @Test
  void aBrokenFileOverAGoodOneIsReportedAndNothingElse() throws Exception {
    drop(data, "a.jar", Jar.bundle("a", "1.0.0", "v"));
    passes(2);
    Files.writeString(data.resolve("a.jar"), "no jar");
    passes(8);
    assertThat(framework.values()).containsExactly("a 1.0.0");
    assertThat(deployer.bundles())
        .extracting(BundleRecord::name, BundleRecord::state, BundleRecord::detail)
        .containsExactly(
            tuple("a", State.READY, null),
            tuple("a.jar", State.FAILED, "The file is not a whole jar"));
    assertThat(told).containsExactly("INSTALLED a", "FAILED a.jar");
    restart();
    passes(8);
    assertThat(framework.values()).as("after a restart too").containsExactly("a 1.0.0");
    Files.delete(data.resolve("a.jar"));
    passes(1);
    assertThat(framework.values()).isEmpty();
    assertThat(deployer.bundles()).isEmpty();
  }

  @Test
  void aFailedUpdateLeavesTheOldOneAndIsNotRepeated() throws Exception {
    drop(data, "a.jar", Jar.bundle("a", "1.0.0", "v"));
    passes(2);
    framework.failing.put("2.0.0", Problem.Kind.NOT_STARTED);
    drop(data, "a.jar", Jar.bundle("a", "2.0.0", "w"));
    passes(9);
    assertThat(framework.calls).containsExactly("install a 1.0.0", "replace a 2.0.0");
    assertThat(deployer.bundles())
        .extracting(BundleRecord::version, BundleRecord::state)
        .containsExactly(tuple("1.0.0", State.READY), tuple("2.0.0", State.FAILED));
    restart();
    passes(2);
    assertThat(framework.values()).containsExactly("a 1.0.0");
  }

  @Test
  void whatDidNotResolveIsTriedAgainWhenAnotherBundleChanges() throws Exception {
    framework.failing.put("1.0.0", Problem.Kind.UNRESOLVED);
    drop(data, "a.jar", Jar.bundle("a", "1.0.0", "v"));
    passes(5);
    assertThat(framework.calls).containsExactly("install a 1.0.0");
    framework.failing.clear();
    drop(data, "b.jar", Jar.bundle("b", "3.0.0", "v"));
    passes(3);
    assertThat(framework.values()).containsExactlyInAnyOrder("a 1.0.0", "b 3.0.0");
    assertThat(told).containsExactly("FAILED a", "INSTALLED b", "INSTALLED a");
  }

  @Test
  void aHashThatHungIsNotStartedByTheNextRun() throws Exception {
    framework.failing.put("1.0.0", Problem.Kind.STUCK);
    drop(data, "a.jar", Jar.bundle("a", "1.0.0", "v"));
    passes(3);
    framework.failing.clear();
    restart();
    passes(3);
    assertThat(framework.calls).containsExactly("install a 1.0.0");
    assertThat(detail("1.0.0", State.FAILED)).contains("hung");
  }

  @Test
  void noRoomForCopiesIsReportedAndTriedAgain() throws Exception {
    drop(data, "a.jar", Jar.bundle("a", "1.0.0", "v"));
    passes(2);
    Path store = root.resolve("data/bundles");
    Path aside = Files.move(store, root.resolve("aside"), StandardCopyOption.ATOMIC_MOVE);
    Files.writeString(store, "in the way");
    drop(data, "a.jar", Jar.bundle("a", "2.0.0", "w"));
    passes(3);
    assertThat(framework.values()).containsExactly("a 1.0.0");
    assertThat(deployer.bundles())
        .extracting(BundleRecord::name, BundleRecord::state)
        .containsExactly(tuple("a", State.READY), tuple("a.jar", State.FAILED));
    Files.delete(store);
    Files.move(aside, store);
    now = now.plus(Duration.ofSeconds(3));
    passes(1);
    assertThat(framework.values()).containsExactly("a 2.0.0");
    assertThat(deployer.bundles()).extracting(BundleRecord::state).containsExactly(State.READY);
  }

  @Test
  void settlesWhenEverythingWasTriedOnceOrTakesTooLong() throws Exception {
    assertThat(deployer.settled()).as("empty folders").isTrue();
    drop(installation, "a.jar", Jar.bundle("a", "1.0.0", "v"));
    restart();
    assertThat(deployer.settled()).isFalse();
    passes(1);
    assertThat(deployer.settled()).isTrue();
    Files.writeString(installation.resolve("b.jar"), "half");
    restart();
    now = now.plusSeconds(11);
    passes(1);
    assertThat(deployer.settled()).isTrue();
  }

  @Test
  void filesThatAreOldAreTakenAtTheFirstLook() throws Exception {
    drop(installation, "a.jar", Jar.bundle("a", "1.0.0", "v"));
    now = now.plusSeconds(60);
    restart();
    assertThat(framework.values()).containsExactly("a 1.0.0");
    assertThat(deployer.settled()).isTrue();
  }

  @Test
  void whatAnEarlierRunLeftIsClearedAway() throws Exception {
    drop(data, "a.jar", Jar.bundle("a", "1.0.0", "v"));
    passes(2);
    String hash = deployer.bundles().get(0).hash();
    Path half = Files.writeString(root.resolve("data/bundles/.abc.tmp"), "half");
    Files.writeString(root.resolve("data/bundles/abc.jar"), "old");
    framework.retained.clear();
    restart();
    assertThat(framework.retained.get(0)).containsExactly(hash);
    assertThat(half).doesNotExist();
    assertThat(copies()).containsExactly(hash + ".jar");
  }

  @Test
  void whatWasRemovedBetweenTwoRunsIsForgotten() throws Exception {
    drop(data, "a.jar", Jar.bundle("a", "1.0.0", "v"));
    passes(2);
    Files.delete(data.resolve("a.jar"));
    restart();
    passes(1);
    assertThat(framework.values()).isEmpty();
    assertThat(copies()).isEmpty();
    assertThat(Files.readString(root.resolve("data/bundles/generations.json"))).isEqualTo("[]");
  }

  private List<String> copies() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("data/bundles"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jar"))
          .toList();
    }
  }

  private String detail(String version, State state) {
    return deployer.bundles().stream()
        .filter(one -> version.equals(one.version()) && one.state() == state)
        .map(BundleRecord::detail)
        .findFirst()
        .orElseThrow();
  }
}
