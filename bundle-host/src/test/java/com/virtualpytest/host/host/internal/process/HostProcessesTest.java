package com.virtualpytest.host.host.internal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.process.ManagedProcess;
import com.virtualpytest.host.host.internal.settings.HostSettings;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.service.component.ComponentContext;

/** The components, called as a framework does, without one. */
class HostProcessesTest {
  private final List<Bundle> installed = new ArrayList<>();
  private final List<BundleListener> listeners = new ArrayList<>();
  @TempDir Path folder;
  private HostProcesses processes;

  @BeforeEach
  void activate() {
    BundleContext context =
        fake(
            BundleContext.class,
            (method, argument) -> {
              switch (method) {
                case "addBundleListener" -> listeners.add((BundleListener) argument);
                case "removeBundleListener" -> listeners.remove(argument);
                default -> {
                  return installed.toArray(Bundle[]::new);
                }
              }
              return null;
            });
    processes =
        new HostProcesses(context, HostSettings.of(Map.of("HOST_DATA_DIR", folder.toString())));
  }

  @AfterEach
  void deactivate() {
    processes.deactivate();
    assertThat(listeners).isEmpty();
  }

  @Test
  void processesEndWithTheLastGenerationOfTheirBundle() {
    Bundle old = bundle(1, "driver");
    SupervisorService service = service(old);
    ManagedProcess process = service.run(SupervisorFixture.sleeper("a"));
    long pid = SupervisorFixture.awaitReady(process);

    Bundle next = bundle(2, "driver");
    ManagedProcess adopted = service(next).run(SupervisorFixture.sleeper("a"));
    service.deactivate();
    uninstall(old);
    assertThat(processes.statuses()).hasSize(1);
    assertThat(adopted.status().pid()).isEqualTo(pid);

    uninstall(next);
    assertThat(processes.statuses()).isEmpty();
    SupervisorFixture.awaitDead(pid);
  }

  @Test
  void bundlesSeeTheirOwnProcessesOnly() {
    SupervisorService one = service(bundle(1, "one"));
    SupervisorService two = service(bundle(2, "two"));
    one.run(SupervisorFixture.sleeper("a"));
    two.remove("a");
    assertThat(one.processes()).hasSize(1);
    assertThat(two.processes()).isEmpty();
    assertThat(processes.find("one", "a")).isPresent();
    assertThat(processes.find("two", "a")).isEmpty();
  }

  @Test
  void allEndWithTheHost() {
    ManagedProcess process = service(bundle(1, "one")).run(SupervisorFixture.sleeper("a"));
    long pid = SupervisorFixture.awaitReady(process);
    processes.deactivate();
    assertThat(SupervisorFixture.alive(pid)).isFalse();
    await()
        .atMost(SupervisorFixture.SOON)
        .until(() -> process.status().status().state() == State.STOPPED);
  }

  private SupervisorService service(Bundle bundle) {
    ComponentContext context =
        fake(ComponentContext.class, (method, argument) -> bundle); // getUsingBundle
    return new SupervisorService(processes, context);
  }

  private Bundle bundle(long id, String name) {
    Bundle bundle =
        fake(
            Bundle.class,
            (method, argument) ->
                switch (method) {
                  case "getSymbolicName" -> name;
                  case "getState" -> Bundle.ACTIVE;
                  case "getBundleId" -> id;
                  case "hashCode" -> (int) id;
                  default -> null;
                });
    installed.add(bundle);
    return bundle;
  }

  private void uninstall(Bundle bundle) {
    installed.removeIf(other -> other == bundle);
    BundleEvent event = new BundleEvent(BundleEvent.UNINSTALLED, bundle);
    List.copyOf(listeners).forEach(listener -> listener.bundleChanged(event));
  }

  private interface Answer {
    Object to(String method, Object argument);
  }

  private static <T> T fake(Class<T> type, Answer answer) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                answer.to(method.getName(), arguments == null ? null : arguments[0]));
    return type.cast(proxy);
  }
}
