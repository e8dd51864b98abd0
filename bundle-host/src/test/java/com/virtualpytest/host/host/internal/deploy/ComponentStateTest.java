package com.virtualpytest.host.host.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.device.State;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** What is told of a bundle whose declarative services wait for something. */
class ComponentStateTest {
  @TempDir Path root;

  private FrameworkFixture host;

  @BeforeEach
  void boot() throws Exception {
    host = new FrameworkFixture(root);
    Path scr =
        Path.of(
            Class.forName("org.apache.felix.scr.impl.Activator")
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    try (var in = Files.newInputStream(scr)) {
      Bundle bundle = host.framework.getBundleContext().installBundle("system:scr", in);
      bundle.start();
    }
    assertThat(host.host.getServiceReference(ServiceComponentRuntime.class)).isNotNull();
  }

  @AfterEach
  void shutDown() throws Exception {
    host.close();
  }

  @Test
  void aMissingServiceIsNamed() throws Exception {
    String component =
        """
        <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0"
            name="probe.Part" immediate="true">
          <implementation class="%s"/>
          <reference name="clock" interface="java.time.Clock" target="(zone=lab)"/>
        </scr:component>
        """
            .formatted(ProbePart.class.getName());
    host.drop(
        "a.jar",
        Jar.bundle("a", "1.0.0", "one")
            .type(ProbePart.class)
            .header("Service-Component", "OSGI-INF/part.xml")
            .entry("OSGI-INF/part.xml", component.getBytes(StandardCharsets.UTF_8)));
    host.passes(2);
    BundleRecord waiting = host.deployer.bundles().get(0);
    assertThat(waiting.state()).as(waiting.detail()).isEqualTo(State.DEGRADED);
    assertThat(waiting.detail())
        .isEqualTo("probe.Part needs the service java.time.Clock with (zone=lab)");
    ServiceRegistration<?> clock = offerClock();
    await().until(() -> state() == State.READY);
    clock.unregister();
    await().until(() -> state() == State.DEGRADED);
  }

  private State state() throws Exception {
    host.passes(1);
    return host.deployer.bundles().get(0).state();
  }

  private ServiceRegistration<?> offerClock() {
    return host.host.registerService(
        java.time.Clock.class,
        java.time.Clock.systemUTC(),
        new java.util.Hashtable<>(java.util.Map.of("zone", "lab")));
  }

  /** A component without anything of its own. */
  public static final class ProbePart {}
}
