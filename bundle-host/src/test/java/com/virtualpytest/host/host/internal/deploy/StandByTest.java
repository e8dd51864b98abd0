package com.virtualpytest.host.host.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.host.internal.generation.SwapRoutes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** From when on a new generation counts, and what becomes of the old one. */
class StandByTest {
  @TempDir Path root;

  private FrameworkFixture host;

  @BeforeEach
  void boot() throws Exception {
    host = new FrameworkFixture(root);
    host.drop("a.jar", Jar.bundle("a", "1.0.0", "one"));
    host.passes(2);
  }

  @AfterEach
  void shutDown() {
    host.close();
  }

  /** The last requests of the old generation can take a minute. */
  @Test
  void theNewGenerationCountsAtOnceAfterTheSwitch() throws Exception {
    List<String> seen = new ArrayList<>();
    host.routes =
        new SwapRoutes() {
          private long next;

          @Override
          public List<String> prepare(long from, long to) {
            tell("prepare", to);
            return List.of();
          }

          @Override
          public void switchOver(long from, long to) {
            next = to;
            tell("switch", to);
          }

          @Override
          public long inFlight(long from) {
            tell("drain", next);
            return 0;
          }

          @Override
          public void endStreams(long from) {}

          @Override
          public void withdraw(long id) {}

          private void tell(String what, long to) {
            seen.add(what + (host.generations.standsBy(to) ? " beside" : " serving"));
          }
        };
    host.drop("a.jar", Jar.bundle("a", "2.0.0", "two"));
    host.passes(2);
    assertThat(seen).containsExactly("prepare beside", "switch beside", "drain serving");
    assertThat(host.serving()).containsExactly("a two");
  }

  @Test
  void whatHangsInItsEndIsToldUnderItsOwnName() throws Exception {
    boolean[] busy = {true};
    host.routes =
        new SwapRoutes() {
          @Override
          public List<String> prepare(long from, long to) {
            return List.of();
          }

          @Override
          public void switchOver(long from, long to) {
            busy[0] = host.host.getBundle(to).getSymbolicName().equals("a");
          }

          @Override
          public long inFlight(long from) {
            return busy[0] ? 1 : 0;
          }

          @Override
          public void endStreams(long from) {}

          @Override
          public void withdraw(long id) {}
        };
    host.drop("a.jar", Jar.bundle("a", "2.0.0", "two").header(ProbeActivator.STOP, "hang deaf"));
    host.drop("b.jar", Jar.bundle("b", "1.0.0", "one"));
    host.passes(3);
    busy[0] = false;
    host.passes(1);
    host.drop("a.jar", Jar.bundle("a", "3.0.0", "three"));
    host.passes(2);
    host.drop("b.jar", Jar.bundle("b", "2.0.0", "two"));
    host.passes(3);
    assertThat(host.deployer.history().get(0).to()).startsWith("2.0.0");
    assertThat(host.deployer.history().get(0).detail()).as("nothing is wrong with b").isNull();
    assertThat(host.failed().name()).isEqualTo("a");
    assertThat(host.failed().version()).isEqualTo("2.0.0");
  }

  @Test
  void whatHangsStandsByForEver() throws Exception {
    host.drop("a.jar", Jar.bundle("a", "2.0.0", "two").header(ProbeActivator.START, "hang deaf"));
    host.passes(2);
    assertThat(host.dropped()).hasSize(2).allSatisfy(this::standsByUnlessActive);
  }

  /** Else the driver of a first version that hangs would keep the next one from its devices. */
  @Test
  void whatHangsInItsFirstStartOrLastStopHasNothingAnyMore() throws Exception {
    List<String> withdrawn = new ArrayList<>();
    host.routes = new Withdrawals(withdrawn);
    host.drop("b.jar", Jar.bundle("b", "1.0.0", "one").header(ProbeActivator.START, "hang deaf"));
    host.drop("c.jar", Jar.bundle("c", "1.0.0", "one").header(ProbeActivator.STOP, "hang deaf"));
    host.passes(2);
    assertThat(withdrawn).containsExactly("b");

    Files.delete(host.data.resolve("c.jar"));
    host.passes(2);
    assertThat(withdrawn).containsExactly("b", "c");
    assertThat(host.dropped())
        .filteredOn(bundle -> withdrawn.contains(bundle.getSymbolicName()))
        .hasSize(2)
        .allMatch(bundle -> host.generations.standsBy(bundle.getBundleId()));
  }

  private final class Withdrawals implements SwapRoutes {
    private final List<String> names;

    Withdrawals(List<String> names) {
      this.names = names;
    }

    @Override
    public List<String> prepare(long from, long to) {
      return List.of();
    }

    @Override
    public void switchOver(long from, long to) {}

    @Override
    public long inFlight(long from) {
      return 0;
    }

    @Override
    public void endStreams(long from) {}

    @Override
    public void withdraw(long id) {
      names.add(host.host.getBundle(id).getSymbolicName());
    }
  }

  private void standsByUnlessActive(Bundle bundle) {
    assertThat(host.generations.standsBy(bundle.getBundleId()))
        .isEqualTo(bundle.getState() != Bundle.ACTIVE);
  }
}
