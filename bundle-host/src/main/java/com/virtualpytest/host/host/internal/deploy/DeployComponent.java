package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.event.Topics;
import com.virtualpytest.host.host.internal.generation.Generations;
import com.virtualpytest.host.host.internal.generation.SwapDevices;
import com.virtualpytest.host.host.internal.generation.SwapRoutes;
import com.virtualpytest.host.host.internal.settings.HostSettings;
import com.virtualpytest.host.host.internal.start.SystemStart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the {@link Deployer} on a thread of its own, until the host bundle or the framework stops. A
 * bundle that is just being started must not hold the framework's stop, which waits for it before
 * it comes to the host bundle.
 */
@Component(
    service = {Deployment.class, BundleControl.class},
    immediate = true,
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class DeployComponent implements Deployment, BundleControl {
  private static final Logger LOG = LoggerFactory.getLogger(DeployComponent.class);

  /** Two polls make a file count, so a jar that is dropped in is seen well within a second. */
  private static final Duration POLL = Duration.ofMillis(200);

  /** While nothing happens, or a network share does not tell. */
  private static final Duration CALM_POLL = Duration.ofSeconds(2);

  /** A file that was renamed into place is complete: the second look at it can follow at once. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(40);

  private static final Duration START_LIMIT = Duration.ofSeconds(10);

  /** How long a request that is in flight may keep an old generation. */
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);

  /** How long what is under way at the stop may go on undisturbed. */
  private static final Duration STOP_LIMIT = Duration.ofSeconds(2);

  /** An activator that is deaf costs a second; to be rid of its bundle is tried for two. */
  private static final Duration CLEAR_LIMIT = Duration.ofSeconds(4);

  private final BundleContext context;
  private final SystemStart systemStart;
  private final Deployer deployer;
  private final FolderWatch watch;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "bundle-deployer");
  private final Thread ending = new Thread(this::end, "bundle-deployer-end");
  private final SynchronousBundleListener frameworkStop = this::heard;
  private final List<ServiceRegistration<?>> hooks = new ArrayList<>();
  private boolean troubled;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile ServiceComponentRuntime components;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile SwapDevices devices;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile SwapRoutes routes;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile EventAdmin events;

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  private volatile List<DeploymentListener> listeners = List.of();

  @Activate
  public DeployComponent(
      BundleContext context,
      @Reference HostSettings settings,
      @Reference SystemStart systemStart,
      @Reference Generations generations)
      throws SettingException {
    this.context = context;
    this.systemStart = systemStart;
    Path data = settings.dataFolder();
    BundleStore store = new BundleStore(data.resolve("bundles"));
    TimeLimit limit = new TimeLimit(START_LIMIT);
    BundleOperations operations = new BundleOperations(context, limit);
    Bundles bundles =
        new FrameworkBundles(context, operations, store::quarantined, () -> components);
    SwapParts parts = new SwapParts(generations, () -> devices, () -> routes, () -> components);
    Map<Folder, Path> folders =
        Map.of(
            Folder.DATA, data.resolve("deploy"),
            Folder.INSTALLATION, settings.installation().resolve("deploy"));
    this.watch = watch(folders.values());
    this.deployer =
        new Deployer(
            folders,
            settings.flag("BUNDLE_STRICT_VERSIONS", false),
            store,
            new JarInspector(
                JarInspector.Limits.DEFAULT, bundles::systemName, TrustedSigners.of(settings)),
            bundles,
            new SwapReplacement(
                context,
                operations,
                parts,
                new Readiness(context, parts.components(), operations::threads, limit),
                DRAIN_LIMIT,
                store::quarantine),
            this::tell,
            Clock.systemUTC());
  }

  /** Null when the system does not watch folders: they are looked at more often then. */
  private static FolderWatch watch(Collection<Path> folders) {
    try {
      return new FolderWatch(folders);
    } catch (IOException e) {
      LOG.info("Drop-in folders are looked at five times a second: they cannot be watched", e);
      return null;
    }
  }

  @Activate
  void start() {
    hooks.addAll(TwinHook.register(context));
    thread.setDaemon(true);
    ending.setDaemon(true);
    context.addBundleListener(frameworkStop);
    systemStart.whenOver(this::begin);
  }

  private synchronized void begin() {
    if (stop.getCount() > 0) {
      thread.start();
    }
  }

  @Deactivate
  void stop() {
    context.removeBundleListener(frameworkStop);
    beginEnd();
    try {
      ending.join();
      thread.join(CLEAR_LIMIT.toMillis());
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
    hooks.forEach(ServiceRegistration::unregister);
  }

  private void heard(BundleEvent event) {
    if (event.getType() == BundleEvent.STOPPING
        && event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
      beginEnd();
    }
  }

  private synchronized void beginEnd() {
    if (stop.getCount() > 0) {
      stop.countDown();
      ending.start();
    }
  }

  private void end() {
    endWatch();
    try {
      thread.join(STOP_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
  }

  private void endWatch() {
    try {
      if (watch != null) {
        watch.close();
      }
    } catch (IOException e) {
      LOG.debug("The watch of the drop-in folders could not be closed", e);
    }
  }

  @Override
  public List<BundleRecord> bundles() {
    return deployer.bundles();
  }

  @Override
  public List<SwapRecord> history() {
    return deployer.history();
  }

  @Override
  public CompletableFuture<SwapRecord> install(Path jar, String by) throws RefusedException {
    return deployer.control().install(jar, by);
  }

  @Override
  public CompletableFuture<SwapRecord> install(InputStream jar, String by)
      throws RefusedException, IOException {
    return deployer.control().install(jar, by);
  }

  @Override
  public CompletableFuture<SwapRecord> rollback(String name, String by) throws RefusedException {
    return deployer.control().rollback(name, by);
  }

  @Override
  public Map<String, String> previous() {
    return deployer.control().previous();
  }

  @Override
  public CompletableFuture<SwapRecord> remove(String name, String by) throws RefusedException {
    return deployer.control().remove(name, by);
  }

  @Override
  public boolean settled() {
    return deployer.settled();
  }

  private void run() {
    try {
      do {
        pass();
      } while (!over());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the time of the next pass. */
  private boolean over() throws InterruptedException {
    Duration pause = deployer.somethingNew() ? LOOK_AGAIN : POLL;
    if (watch == null || !deployer.calm()) {
      return stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    }
    return watch.await(CALM_POLL)
        ? stop.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)
        : stop.getCount() == 0;
  }

  /** Whatever goes wrong in one pass, the next one starts from what is there then. */
  private void pass() {
    try {
      deployer.pass();
      troubled = false;
    } catch (IOException | RuntimeException e) {
      if (!troubled) {
        LOG.error("Looking after the drop-in bundles went wrong; going on", e);
      }
      troubled = true;
    }
  }

  private void tell(DeploymentListener.Change change) {
    EventAdmin admin = events;
    if (admin != null) {
      admin.postEvent(event(change));
    }
    for (DeploymentListener listener : listeners) {
      try {
        listener.changed(change);
      } catch (RuntimeException e) {
        LOG.error("A listener for drop-in bundles failed", e);
      }
    }
  }

  static Event event(DeploymentListener.Change change) {
    BundleRecord bundle = change.bundle();
    Map<String, Object> properties = new HashMap<>();
    properties.put(Topics.TIMESTAMP, System.currentTimeMillis());
    properties.put("name", bundle.name());
    properties.put("version", bundle.version());
    properties.put("hash", bundle.hash());
    properties.put("file", bundle.file());
    properties.put("folder", bundle.folder());
    properties.put("state", bundle.state().wireName());
    properties.put("detail", bundle.detail());
    SwapRecord swap = change.swap();
    if (swap != null) {
      properties.put("from", swap.from());
      properties.put("to", swap.to());
      properties.put("by", swap.by());
      properties.put("result", swap.result());
      properties.put("ms", swap.ms());
      properties.put("parkedRequests", swap.parked());
      properties.put("parkedMs", swap.parkedMs());
    }
    properties.values().removeIf(Objects::isNull);
    return new Event(Topics.BUNDLE + change.kind().name().toLowerCase(Locale.ROOT), properties);
  }
}
