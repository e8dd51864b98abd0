package com.virtualpytest.host.host.internal.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.FrameworkStartLevel;

class SystemStartTest {
  private final List<String> done = new CopyOnWriteArrayList<>();
  private Framework framework;

  @BeforeEach
  void boot(@TempDir Path folder) throws Exception {
    framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    folder.toString(),
                    Constants.FRAMEWORK_BEGINNING_STARTLEVEL,
                    "5"));
    framework.start();
  }

  @AfterEach
  void stop() throws Exception {
    framework.stop();
    framework.waitForStop(10_000);
  }

  private void goTo(int level) {
    FrameworkStartLevel start = framework.adapt(FrameworkStartLevel.class);
    start.setStartLevel(level);
    await().until(() -> start.getStartLevel() == level);
  }

  @Test
  void whatWaitsRunsWhenTheLastLevelIsReached() {
    SystemStart start = new SystemStart(framework.getBundleContext());
    start.whenOver(() -> done.add("waiting"));
    goTo(10);
    assertThat(start.over()).isFalse();
    assertThat(done).isEmpty();

    goTo(20);

    await().until(start::over);
    assertThat(done).containsExactly("waiting");
    start.whenOver(() -> done.add("late"));
    assertThat(done).containsExactly("waiting", "late");
  }

  @Test
  void aHostThatStopsBeforehandBeginsNothing() {
    SystemStart start = new SystemStart(framework.getBundleContext());
    start.whenOver(() -> done.add("waiting"));

    start.stop();
    goTo(20);

    assertThat(done).isEmpty();
    start.whenOver(() -> done.add("late"));
    assertThat(done).isEmpty();
  }
}
