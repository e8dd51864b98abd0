package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.host.internal.generation.Generations;
import com.virtualpytest.host.host.internal.generation.SwapRoutes;
import com.virtualpytest.host.host.internal.settings.HostSettings;
import com.virtualpytest.host.host.internal.start.SystemStart;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** A framework of its own with a fixed bundle in the host bundle's place, and two folders. */
final class FrameworkFixture implements AutoCloseable {
  /** How long an activator may take: some hang, and a busy machine takes its time for others. */
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private static final Duration DRAIN = Duration.ofMillis(400);

  final Path data;
  final Path installation;
  final Map<String, String> settings;
  final CountDownLatch letGo = new CountDownLatch(1);
  final List<String> told = new ArrayList<>();
  final Generations generations = new Generations();

  /** Switches routes; null while nobody does. */
  SwapRoutes routes;

  Runnable whenHostStarts = () -> {};
  private final Path root;
  private final Duration drain;
  Framework framework;
  BundleContext host;
  Deployer deployer;

  FrameworkFixture(Path root) throws Exception {
    this(root, DRAIN);
  }

  /** With requests of old generations that may go on for {@code drain}. */
  FrameworkFixture(Path root, Duration drain) throws Exception {
    this.root = root;
    this.drain = drain;
    data = Files.createDirectories(root.resolve("data/deploy"));
    installation = Files.createDirectories(root.resolve("home/deploy"));
    settings =
        Map.of(
            "HOST_DATA_DIR", root.resolve("data").toString(),
            "HOST_HOME", root.resolve("home").toString());
    boot();
  }

  /** Starts a framework on the cache that an earlier one left. */
  void boot() throws Exception {
    Map<String, String> properties = new HashMap<>();
    properties.put(Constants.FRAMEWORK_STORAGE, root.resolve("cache").toString());
    properties.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MANAGED);
    properties.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, "20");
    properties.put(
        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
        "org.osgi.service.component;version=1.5.1,"
            + "org.osgi.service.component.runtime;version=1.5,"
            + "org.osgi.service.component.runtime.dto;version=1.5,"
            + "org.osgi.util.promise;version=1.3,org.osgi.util.function;version=1.2");
    framework = new FrameworkFactory().newFramework(properties);
    framework.init();
    framework.getBundleContext().addBundleListener((SynchronousBundleListener) this::hostStarted);
    framework.start();
    Bundle fixed = framework.getBundleContext().getBundle("system:host");
    if (fixed == null) {
      byte[] jar = Jar.bundle("the.host", "1.0.0", "fixed").bytes();
      fixed =
          framework.getBundleContext().installBundle("system:host", new ByteArrayInputStream(jar));
      fixed.start();
    }
    host = fixed.getBundleContext();
    host.registerService(CountDownLatch.class, letGo, null);
    deploy();
  }

  /** Runs what a test wants to run while the framework is still starting. */
  private void hostStarted(BundleEvent event) {
    if (event.getType() == BundleEvent.STARTED && event.getBundle().getBundleId() == 1) {
      host = event.getBundle().getBundleContext();
      whenHostStarts.run();
    }
  }

  /** Makes a deployer that is driven by {@link #passes}. */
  void deploy() {
    BundleStore store = new BundleStore(root.resolve("data/bundles"));
    TimeLimit limit = new TimeLimit(LIMIT);
    BundleOperations operations = new BundleOperations(host, limit);
    TwinHook.register(host);
    Bundles bundles = new FrameworkBundles(host, operations, store::quarantined, this::components);
    SwapParts parts = new SwapParts(generations, () -> null, () -> routes, this::components);
    deployer =
        new Deployer(
            Map.of(Folder.DATA, data, Folder.INSTALLATION, installation),
            false,
            store,
            new JarInspector(
                JarInspector.Limits.DEFAULT, bundles::systemName, TrustedSigners.anybody()),
            bundles,
            new SwapReplacement(
                host,
                operations,
                parts,
                new Readiness(host, parts.components(), operations::threads, limit),
                drain,
                store::quarantine),
            change -> told.add(change.kind() + " " + change.bundle().name()),
            Clock.systemUTC());
  }

  private ServiceComponentRuntime components() {
    ServiceReference<ServiceComponentRuntime> found =
        host.getServiceReference(ServiceComponentRuntime.class);
    return found == null ? null : host.getService(found);
  }

  /** The real component with its own thread, in the place of {@link #deployer}. */
  DeployComponent component() throws Exception {
    return component(new SystemStart(host));
  }

  /** The same, begun when the system has started. */
  DeployComponent component(SystemStart start) throws Exception {
    return new DeployComponent(host, HostSettings.of(settings), start, new Generations());
  }

  void passes(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      deployer.pass();
    }
  }

  void drop(String file, Jar jar) throws Exception {
    Files.write(data.resolve(file), jar.bytes());
  }

  /** Name and value of every dropped-in bundle's service. */
  Set<String> serving() {
    try {
      Set<String> values = new TreeSet<>();
      for (ServiceReference<?> one :
          host.getServiceReferences(Supplier.class, "(!(probe=the.host))")) {
        values.add(one.getProperty("probe") + " " + ((Supplier<?>) host.getService(one)).get());
      }
      return values;
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The bundles that were dropped in and are installed, whatever their state. */
  List<Bundle> dropped() {
    return Stream.of(host.getBundles()).filter(BundleOperations::droppedIn).toList();
  }

  /** What is said of the one bundle or file that failed. */
  BundleRecord failed() {
    return deployer.bundles().stream()
        .filter(one -> one.state() == com.virtualpytest.host.api.device.State.FAILED)
        .findFirst()
        .orElseThrow();
  }

  void shutDown() throws Exception {
    framework.stop();
    framework.waitForStop(10_000);
  }

  @Override
  public void close() {
    letGo.countDown();
    try {
      shutDown();
    } catch (Exception e) {
      throw new AssertionError("The framework does not stop", e);
    }
  }
}
