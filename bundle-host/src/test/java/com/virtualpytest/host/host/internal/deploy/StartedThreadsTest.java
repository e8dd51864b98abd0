package com.virtualpytest.host.host.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads that a next version begins when it is started, on a real framework. */
class StartedThreadsTest {
  @TempDir Path root;

  private FrameworkFixture host;

  @BeforeEach
  void boot() throws Exception {
    host = new FrameworkFixture(root);
  }

  @AfterEach
  void shutDown() {
    host.close();
  }

  @Test
  void aPoolWhoseThreadsIdleIsFoundAsWell() throws Exception {
    host.drop("a.jar", Jar.bundle("a", "1.0.0", "one"));
    host.passes(2);
    host.drop("a.jar", Jar.bundle("a", "2.0.0", "two").header(ProbeActivator.START, "pool"));
    host.passes(2);
    assertThat(host.failed().detail()).matches("It starts the thread pool-\\d+-thread-1 when .*");
    assertThat(host.serving()).containsExactly("a one");
  }

  @Test
  void aPoolOfSomebodyElseThatGrowsMeanwhileIsNotTheBundles() throws Exception {
    ExecutorService pool = Executors.newCachedThreadPool();
    try {
      Executor foreign = task -> pool.execute(task);
      host.host.registerService(Executor.class, foreign, null);
      host.drop("a.jar", Jar.bundle("a", "1.0.0", "one"));
      host.passes(2);
      host.drop(
          "a.jar", Jar.bundle("a", "2.0.0", "two").header(ProbeActivator.START, "foreign pool"));
      host.passes(2);
      assertThat(host.serving()).containsExactly("a two");
    } finally {
      pool.shutdown();
    }
  }
}
