package com.virtualpytest.host.host.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.virtualpytest.host.host.internal.generation.SwapRoutes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** A content comes back while its former generation still serves its last requests. */
class GoingBackTest {
  private static final Jar ONE = Jar.bundle("a", "1.0.0", "one");
  private static final Jar TWO = Jar.bundle("a", "2.0.0", "two");

  @TempDir Path root;

  private FrameworkFixture host;
  private final Requests requests = new Requests();

  @BeforeEach
  void boot() throws Exception {
    host = new FrameworkFixture(root, Duration.ofMinutes(10));
    host.routes = requests;
    host.drop("a.jar", ONE);
    host.passes(2);
  }

  @AfterEach
  void shutDown() {
    host.close();
  }

  @Test
  void theContentThatComesBackIsABundleOfItsOwn() throws Exception {
    Bundle leaving = host.dropped().get(0);
    Bundle back = thereAndBack();

    assertThat(back.getBundleId()).isNotEqualTo(leaving.getBundleId());
    assertThat(requests.servedBy).isEqualTo(back.getBundleId());
    assertThat(leaving.getState()).as("it has requests").isEqualTo(Bundle.ACTIVE);

    requests.inFlight = 0;
    host.passes(1);
    assertThat(host.dropped()).containsExactly(back);
    assertThat(back.getState()).isEqualTo(Bundle.ACTIVE);
    assertThat(host.serving()).containsExactly("a one");

    Bundle again = thereAndBack();
    assertThat(again.getBundleId()).isNotEqualTo(back.getBundleId());
    assertThat(back.getState()).isEqualTo(Bundle.ACTIVE);
  }

  @Test
  void oneGenerationIsLeftAfterARestart() throws Exception {
    thereAndBack();
    assertThat(host.dropped()).hasSize(3);
    host.shutDown();
    host.boot();
    host.passes(2);
    assertThat(host.serving()).containsExactly("a one");
    assertThat(host.dropped()).extracting(Bundle::getState).containsExactly(Bundle.ACTIVE);
  }

  @Test
  void theOneThatServesIsLeftAfterARestartWhenTheOthersWereGone() throws Exception {
    thereAndBack();
    requests.inFlight = 0;
    host.passes(1);
    host.shutDown();
    host.boot();
    host.passes(2);
    assertThat(host.serving()).containsExactly("a one");
    assertThat(host.dropped()).extracting(Bundle::getState).containsExactly(Bundle.ACTIVE);
  }

  /** From the first content to the second and back, without a request coming to its end. */
  private Bundle thereAndBack() throws Exception {
    requests.inFlight = 1;
    host.drop("a.jar", TWO);
    host.passes(2);
    host.drop("a.jar", ONE);
    host.passes(2);
    assertThat(host.deployer.bundles())
        .extracting(BundleRecord::version, BundleRecord::detail)
        .containsExactly(tuple("1.0.0", null));
    String hash = host.deployer.bundles().get(0).hash();
    return BundleOperations.find(host.host, hash).orElseThrow();
  }

  private static final class Requests implements SwapRoutes {
    private long inFlight;
    private long servedBy;

    @Override
    public List<String> prepare(long from, long to) {
      return List.of();
    }

    @Override
    public void switchOver(long from, long to) {
      servedBy = to;
    }

    @Override
    public long inFlight(long from) {
      return inFlight;
    }

    @Override
    public void endStreams(long from) {}

    @Override
    public void withdraw(long id) {}
  }
}
