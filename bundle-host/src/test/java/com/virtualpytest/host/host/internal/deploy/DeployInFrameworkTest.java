package com.virtualpytest.host.host.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.device.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.startlevel.BundleStartLevel;

/** The deployer on a real framework. */
class DeployInFrameworkTest {
  @TempDir Path root;

  private FrameworkFixture host;

  @BeforeEach
  void boot() throws Exception {
    host = new FrameworkFixture(root);
  }

  @AfterEach
  void shutDown() throws Exception {
    host.close();
  }

  private static Jar a(String version, String value) {
    return Jar.bundle("a", version, value);
  }

  @Test
  void droppedUpdatedAndRemoved() throws Exception {
    host.drop("a.jar", a("1.0.0", "one"));
    host.passes(2);
    assertThat(host.serving()).containsExactly("a one");
    host.drop("a.jar", a("1.0.0", "two, of the same version"));
    host.passes(2);
    assertThat(host.serving()).containsExactly("a two, of the same version");
    assertThat(host.dropped()).hasSize(1);
    host.drop("a.jar", a("0.9.0", "three, of a lower version"));
    host.passes(2);
    assertThat(host.serving()).containsExactly("a three, of a lower version");
    Files.delete(host.data.resolve("a.jar"));
    host.passes(1);
    assertThat(host.dropped()).isEmpty();
    assertThat(host.told).containsExactly("INSTALLED a", "UPDATED a", "UPDATED a", "REMOVED a");
  }

  @Test
  void aDroppedFileThatChangesOrGoesPullsNothingFromUnderTheBundle() throws Exception {
    host.drop("a.jar", a("1.0.0", "one"));
    host.passes(2);
    Bundle before = host.dropped().get(0);
    Files.writeString(host.data.resolve("a.jar"), "broken");
    host.passes(6);
    assertThat(host.failed().detail()).isEqualTo("The file is not a whole jar");
    assertThat(host.dropped()).containsExactly(before);
    assertThat(before.getState()).isEqualTo(Bundle.ACTIVE);
    assertThat(before.getResource("META-INF/MANIFEST.MF")).isNotNull();
  }

  @Test
  void bothFoldersServeAndTheInstallationIsOnlyRead() throws Exception {
    Files.write(host.installation.resolve("a.jar"), a("1.0.0", "ours").bytes());
    Files.write(host.installation.resolve("b.jar"), Jar.bundle("b", "1", "b").bytes());
    try (FolderGuard guard = new FolderGuard(host.installation)) {
      host.passes(2);
      assertThat(host.serving()).containsExactly("a ours", "b b");
      host.drop("a.jar", a("1.0.0", "mine"));
      host.passes(2);
      assertThat(host.serving()).containsExactly("a mine", "b b");
      Files.delete(host.data.resolve("a.jar"));
      host.passes(1);
      assertThat(host.serving()).containsExactly("a ours", "b b");
      guard.assertUntouched();
    }
  }

  /** One of them uses a package of the one that changes: it keeps what it has. */
  @Test
  void nothingHappensToAnyOtherBundleWhenOneIsUpdatedOrItsUpdateFails() throws Exception {
    Jar shared = a("1.0.0", "one").entry("com/shared/x.txt", new byte[1]);
    host.drop("a.jar", shared.header("Export-Package", "com.shared"));
    host.drop("b.jar", Jar.bundle("b", "1.0.0", "neighbour"));
    Jar user = Jar.bundle("c", "1.0.0", "user");
    host.drop("c.jar", user.header("Import-Package", "org.osgi.framework,com.shared"));
    host.passes(3);
    assertThat(host.serving()).containsExactly("a one", "b neighbour", "c user");
    List<String> events = new CopyOnWriteArrayList<>();
    host.framework
        .getBundleContext()
        .addBundleListener(
            (SynchronousBundleListener)
                event -> events.add(event.getBundle().getSymbolicName() + " " + event.getType()));

    host.drop("a.jar", a("1.0.0", "two"));
    host.passes(2);
    host.drop("a.jar", a("2.0.0", "three").header(ProbeActivator.START, "throw"));
    host.passes(2);

    assertThat(host.serving()).containsExactly("a two", "b neighbour", "c user");
    assertThat(events)
        .contains("a " + BundleEvent.STARTED)
        .allMatch(event -> event.startsWith("a "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Import-Package     | com.nope;version=\"[1.2,2)\" | package com.nope from version 1.2.0 to"
            + " below 2.0.0",
        "Import-Package     | com.nope             | package com.nope,",
        "Require-Bundle     | org.nope             | bundle org.nope",
        "Require-Capability | osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\" | Java platform"
            + " JavaSE 99",
        "Require-Capability | x.y;filter:=\"(z=1)\"  | capability x.y (z=1)",
      })
  void whatDoesNotResolveSaysWhatItNeeds(String header, String value, String why) throws Exception {
    host.drop("a.jar", a("1.0.0", "one"));
    host.passes(2);
    String imports = header.equals("Import-Package") ? value + ",org.osgi.framework" : value;
    host.drop("a.jar", a("1.0.0", "two").header(header, imports));
    host.passes(3);
    assertThat(host.failed().detail()).contains(why).doesNotContain("\n");
    assertThat(host.serving()).containsExactly("a one");
    assertThat(host.dropped()).hasSize(1);
  }

  @Test
  void whatIsOfferedLaterLetsItResolve() throws Exception {
    host.drop("a.jar", a("1.0.0", "one").header("Import-Package", "org.osgi.framework,com.late"));
    host.passes(3);
    assertThat(host.serving()).isEmpty();
    Jar late = Jar.bundle("late", "1.0.0", "l").entry("com/late/x.txt", new byte[1]);
    host.drop("late.jar", late.header("Export-Package", "com.late"));
    host.passes(3);
    assertThat(host.serving()).containsExactly("a one", "late l");
  }

  @Test
  void aThrowingActivatorLeavesTheOldOne() throws Exception {
    host.drop("a.jar", a("1.0.0", "one"));
    host.passes(2);
    host.drop("a.jar", a("2.0.0", "two").header(ProbeActivator.START, "throw"));
    host.passes(4);
    assertThat(host.failed().detail()).isEqualTo("Its activator failed with IllegalStateException");
    assertThat(host.serving()).containsExactly("a one");
    assertThat(host.dropped()).hasSize(1);
    assertThat(host.told).containsExactly("INSTALLED a", "FAILED a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exit",
        "runtime exit",
        "halt",
        "exit by reference",
        "runtime exit by reference",
        "halt by reference"
      })
  void aBundleCannotEndTheHost(String how) throws Exception {
    host.drop("a.jar", a("1.0.0", "one"));
    host.passes(2);
    host.drop("a.jar", a("2.0.0", "two").header(ProbeActivator.START, how));
    host.passes(2);
    assertThat(host.failed().detail()).isEqualTo("Its activator failed with SecurityException");
    assertThat(host.serving()).containsExactly("a one");
  }

  @Test
  void whatHappenedIsRememberedOverRestarts() throws Exception {
    host.drop("a.jar", a("1.0.0", "one"));
    host.passes(2);
    host.drop("a.jar", a("0.9.0", "two"));
    host.passes(2);
    host.drop("a.jar", a("2.0.0", "three").header(ProbeActivator.START, "throw"));
    host.passes(2);
    Files.delete(host.data.resolve("a.jar"));
    host.passes(1);
    host.shutDown();
    host.boot();
    host.passes(1);
    assertThat(host.deployer.history())
        .extracting(SwapRecord::result, SwapRecord::by)
        .containsExactly(
            tuple("removed", "file"),
            tuple("kept", "file"),
            tuple("downgraded", "file"),
            tuple("installed", "file"));
    assertThat(host.deployer.history().get(1).detail()).contains("IllegalStateException");
    assertThat(host.deployer.history().get(2).from()).startsWith("1.0.0 (");
  }

  @Test
  void aWishIsFollowedAndItsResultTold() throws Exception {
    Path jar = Files.write(root.resolve("upload"), a("1.0.0", "one").bytes());
    host.passes(1);
    CompletableFuture<SwapRecord> installed = host.deployer.control().install(jar, "rest");
    host.passes(2);
    assertThat(installed.get().by()).isEqualTo("rest");
    assertThat(host.serving()).containsExactly("a one");
    assertThat(host.deployer.control().install(jar, "rest").get().result()).isEqualTo("unchanged");

    Files.write(jar, a("2.0.0", "two").bytes());
    CompletableFuture<SwapRecord> updated = host.deployer.control().install(jar, "rest");
    host.passes(2);
    assertThat(updated.get().result()).isEqualTo("updated");
    assertThat(host.serving()).containsExactly("a two");

    CompletableFuture<SwapRecord> back = host.deployer.control().rollback("a", "console");
    host.passes(2);
    assertThat(back.get().result()).isEqualTo("downgraded");
    assertThat(host.serving()).containsExactly("a one");

    CompletableFuture<SwapRecord> removed = host.deployer.control().remove("a", "rest");
    host.passes(2);
    assertThat(removed.get().by()).isEqualTo("rest");
    assertThat(host.dropped()).isEmpty();
    assertThatThrownBy(() -> host.deployer.control().remove("a", "rest"))
        .isInstanceOf(BundleControl.RefusedException.class);
  }

  @Test
  void aWishForSomethingThatIsNoBundleIsRefusedAtOnce() throws Exception {
    Path jar = Files.writeString(root.resolve("upload"), "no jar");
    assertThatThrownBy(() -> host.deployer.control().install(jar, "rest"))
        .hasMessage("The file is not a whole jar");
    assertThat(host.data).isEmptyDirectory();
  }

  @Test
  void aHangingActivatorThatCanBeInterruptedIsTakenAway() throws Exception {
    host.drop("a.jar", a("1.0.0", "one").header(ProbeActivator.START, "hang"));
    host.passes(2);
    assertThat(host.failed().detail()).contains("did not return within");
    assertThat(host.dropped()).isEmpty();
  }

  @Test
  void aDeafActivatorIsLeftAloneAndNotStartedAgain() throws Exception {
    host.drop("a.jar", a("1.0.0", "one"));
    host.passes(2);
    host.drop("a.jar", a("1.0.0", "two").header(ProbeActivator.START, "hang deaf"));
    host.passes(2);
    assertThat(host.failed().detail())
        .startsWith("Stuck in its activator: it did not return within")
        .contains("; thread and class loader of a 1.0.0 (")
        .endsWith(") are held until restart");
    assertThat(host.serving()).containsExactly("a one");
    host.drop("b.jar", Jar.bundle("b", "1.0.0", "goes on"));
    host.passes(3);
    assertThat(host.serving()).containsExactly("a one", "b goes on");

    host.letGo.countDown();
    await().untilAsserted(() -> assertThat(host.dropped()).hasSize(2));
    host.shutDown();
    host.boot();
    host.passes(3);
    assertThat(host.serving()).containsExactly("a one", "b goes on");
    assertThat(host.failed().detail()).isEqualTo("It hung when it last ran");
  }

  @Test
  void aBundleThatHangsWhenStoppedIsReportedAndTheNewOneServes() throws Exception {
    host.drop("a.jar", a("1.0.0", "one").header(ProbeActivator.STOP, "hang deaf"));
    host.passes(2);
    host.drop("a.jar", a("1.0.0", "two"));
    host.passes(2);
    assertThat(host.serving()).contains("a two");
    assertThat(host.failed().detail())
        .startsWith("Stuck in its stop")
        .endsWith("are held until restart");
    assertThat(host.failed().folder()).isEqualTo(BundleRecord.NOWHERE);
    assertThat(host.deployer.bundles()).extracting(BundleRecord::state).contains(State.READY);
  }

  @Test
  void namesOfFixedBundlesAreRefused() throws Exception {
    host.drop("x.jar", Jar.bundle("the.host", "9.0.0", "evil"));
    host.drop("y.jar", Jar.bundle("org.apache.felix.framework", "9.0.0", "evil"));
    host.passes(3);
    assertThat(host.serving()).isEmpty();
    assertThat(host.deployer.bundles())
        .extracting(BundleRecord::name, BundleRecord::state)
        .containsExactly(tuple("x.jar", State.FAILED), tuple("y.jar", State.FAILED));
    assertThat(host.failed().detail()).contains("belongs to a bundle of the host");
  }

  @Test
  void theNextRunStartsFromTheFolders() throws Exception {
    host.drop("a.jar", a("1.0.0", "one"));
    host.drop("b.jar", Jar.bundle("b", "1.0.0", "b"));
    host.passes(2);
    host.host.installBundle("deploy:00ff", new java.io.ByteArrayInputStream(a("7", "x").bytes()));
    host.shutDown();
    Files.delete(host.data.resolve("b.jar"));
    host.boot();
    assertThat(host.serving()).as("nothing before the deployer wants it").isEmpty();
    host.passes(2);
    assertThat(host.serving()).containsExactly("a one");
    assertThat(host.dropped()).hasSize(1);
  }

  @Test
  void bundlesStartWhileTheFrameworkIsStillAtTheHostsStartLevel() throws Exception {
    host.drop("a.jar", a("1.0.0", "one"));
    host.host.getBundle().adapt(BundleStartLevel.class).setStartLevel(10);
    host.shutDown();
    List<String> seen = new ArrayList<>();
    host.whenHostStarts =
        () -> {
          host.deploy();
          assertThatCode(() -> host.passes(2)).doesNotThrowAnyException();
          seen.addAll(host.serving());
        };
    host.boot();
    assertThat(seen).containsExactly("a one");
  }

  @Test
  void aLostCacheIsNoLoss() throws Exception {
    host.drop("a.jar", a("1.0.0", "one"));
    host.passes(2);
    host.shutDown();
    try (Stream<Path> cache = Files.walk(root.resolve("cache"))) {
      cache.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
    host.boot();
    host.passes(2);
    assertThat(host.serving()).containsExactly("a one");
  }

  @Test
  void whatIsStoppedFromOutsideIsToldAndLeft() throws Exception {
    host.drop("a.jar", a("1.0.0", "one"));
    host.passes(2);
    host.dropped().get(0).stop();
    host.passes(3);
    assertThat(host.deployer.bundles())
        .extracting(BundleRecord::state, BundleRecord::detail)
        .containsExactly(tuple(State.STOPPED, "Stopped from outside"));
    host.dropped().get(0).uninstall();
    host.passes(1);
    Files.delete(host.data.resolve("a.jar"));
    host.passes(1);
    assertThat(host.deployer.bundles()).isEmpty();
  }

  @Test
  void aClassLoaderIsLetGo() throws Exception {
    host.drop("a.jar", a("1.0.0", "one"));
    host.passes(2);
    Bundle old = host.dropped().get(0);
    host.drop("a.jar", a("1.0.0", "two"));
    host.passes(2);
    assertThat(old.getState()).isEqualTo(Bundle.UNINSTALLED);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        host.framework
                            .adapt(org.osgi.framework.wiring.FrameworkWiring.class)
                            .getRemovalPendingBundles())
                    .isEmpty());
  }

  /** Watches that nobody writes to a folder; its mode alone would not stop root. */
  private record FolderGuard(Path folder, List<String> before, java.nio.file.attribute.FileTime at)
      implements AutoCloseable {

    FolderGuard(Path folder) throws Exception {
      this(folder, list(folder), Files.getLastModifiedTime(folder));
      assertThat(folder.toFile().setWritable(false)).isTrue();
    }

    void assertUntouched() throws Exception {
      assertThat(list(folder)).isEqualTo(before);
      assertThat(Files.getLastModifiedTime(folder)).isEqualTo(at);
    }

    private static List<String> list(Path folder) {
      return List.of(folder.toFile().list());
    }

    @Override
    public void close() {
      assertThat(folder.toFile().setWritable(true)).isTrue();
    }
  }
}
