package com.virtualpytest.host.host.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.virtualpytest.host.host.internal.start.SystemStart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** The deployer's own thread on a real framework: its work, and its end at any moment. */
class DeployComponentTest {
  /** It lets the step that is under way end, interrupts it, and clears up after it. */
  private static final Duration STOP = Duration.ofSeconds(9); // less than a start may take

  @TempDir Path root;

  private FrameworkFixture host;
  private DeployComponent component;

  @BeforeEach
  void boot() throws Exception {
    host = new FrameworkFixture(root);
    component = host.component();
  }

  @AfterEach
  void shutDown() {
    if (component != null) {
      component.stop();
    }
    host.close();
  }

  private void stop() {
    assertTimeout(STOP, component::stop);
    component = null;
  }

  @Test
  void followsTheFolderByItself() throws Exception {
    component.start();
    await().until(component::settled);
    host.drop("a.jar", Jar.bundle("a", "1.0.0", "one"));
    await().until(() -> host.serving().equals(Set.of("a one")));
    Files.write(host.data.resolve(".a.jar"), Jar.bundle("a", "1.0.0", "two").bytes());
    Files.move(
        host.data.resolve(".a.jar"), host.data.resolve("a.jar"), StandardCopyOption.ATOMIC_MOVE);
    await().until(() -> host.serving().equals(Set.of("a two")));
    Files.delete(host.data.resolve("a.jar"));
    await().until(() -> host.dropped().isEmpty() && component.bundles().isEmpty());
    stop();
    await().until(() -> threads().isEmpty());
  }

  @Test
  void stoppedBeforeTheSystemHasStartedItBeginsNothing() throws Exception {
    FrameworkStartLevel level = host.framework.adapt(FrameworkStartLevel.class);
    level.setStartLevel(10);
    await().until(() -> level.getStartLevel() == 10);
    SystemStart start = new SystemStart(host.host);
    CountDownLatch over = new CountDownLatch(1);
    start.whenOver(over::countDown); // asked for first, and so told last
    component = host.component(start);
    component.start();
    stop();

    level.setStartLevel(20);
    assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
    await().until(() -> threads().isEmpty());
    assertThat(root.resolve("data/bundles")).as("made by the first pass").doesNotExist();
  }

  @Test
  void stoppedWhileABundleStartsItLeavesNothingOfItAndBeginsNoOther() throws Exception {
    host.drop("a.jar", Jar.bundle("a", "1.0.0", "one").header(ProbeActivator.START, "hang"));
    host.drop("b.jar", Jar.bundle("b", "1.0.0", "comes after a"));
    component.start();
    await().until(this::starting);
    stop();

    await().until(() -> threads().isEmpty());
    assertThat(host.dropped()).isEmpty();
    host.passes(2);
    assertThat(host.serving())
        .as("the next run brings the rest")
        .containsExactly("b comes after a");
  }

  @Test
  void stoppedWhileAnUpdateStartsItLeavesTheOldOneServing() throws Exception {
    host.drop("a.jar", Jar.bundle("a", "1.0.0", "one"));
    component.start();
    await().until(() -> host.serving().equals(Set.of("a one")));
    Bundle old = host.dropped().get(0);
    host.drop("a.jar", Jar.bundle("a", "2.0.0", "two").header(ProbeActivator.START, "hang"));
    await().until(this::starting);
    stop();

    await().until(() -> threads().isEmpty());
    assertThat(host.dropped()).containsExactly(old);
    assertThat(host.serving()).containsExactly("a one");
  }

  @Test
  void stoppedWhileADeafBundleStartsItDoesNotWaitAndTheBundleGoesOnceItReturns() throws Exception {
    host.drop("a.jar", Jar.bundle("a", "1.0.0", "one").header(ProbeActivator.START, "hang deaf"));
    component.start();
    await().until(this::starting);
    stop();

    await().until(() -> threads().equals(List.of("start a 1.0.0")));
    host.letGo.countDown();
    await().until(() -> threads().isEmpty());
    assertThat(host.dropped()).isEmpty();
  }

  @Test
  void whileABundleStartsTheFrameworkStopsAllTheSame() throws Exception {
    host.drop("a.jar", Jar.bundle("a", "1.0.0", "one").header(ProbeActivator.START, "hang"));
    component.start();
    await().until(this::starting);

    host.framework.stop();

    assertThat(host.framework.waitForStop(TimeUnit.SECONDS.toMillis(30)).getType())
        .isEqualTo(FrameworkEvent.STOPPED);
    component = null;
    await().until(() -> threads().isEmpty());
  }

  private boolean starting() {
    return host.dropped().stream().anyMatch(bundle -> bundle.getState() == Bundle.STARTING);
  }

  /** The deployer's, and those of its steps. */
  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(
            name ->
                Stream.of("bundle-deployer", "start ", "stop ", "uninstall ")
                    .anyMatch(name::startsWith))
        .toList();
  }
}
