package com.virtualpytest.host.host.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** What is left of a bundle that has used services and is replaced. */
class RemainsTest {
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
  void theFrameworkForgetsIt() throws Exception {
    host.drop("a.jar", Jar.bundle("a", "1.0.0", "one"));
    host.passes(2);
    WeakReference<Bundle> old = new WeakReference<>(host.dropped().get(0));
    useAService(old.get().getBundleContext());

    host.drop("a.jar", Jar.bundle("a", "1.0.0", "two"));
    host.passes(2);

    assertThat(host.serving()).containsExactly("a two");
    await()
        .until(
            () -> {
              System.gc();
              return old.get() == null;
            });
  }

  /** One that outlives the bundle. */
  private static void useAService(BundleContext bundle) {
    assertThat(bundle.getService(bundle.getServiceReference(CountDownLatch.class))).isNotNull();
  }
}
