package com.virtualpytest.host.host.internal.http;

import com.virtualpytest.host.host.internal.generation.Generations;
import com.virtualpytest.host.host.internal.generation.SwapException;
import com.virtualpytest.host.host.internal.generation.SwapRoutes;
import com.virtualpytest.host.host.internal.start.SystemStart;
import jakarta.servlet.ServletConfig;
import jakarta.ws.rs.ext.RuntimeDelegate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.glassfish.jersey.server.internal.RuntimeDelegateImpl;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/**
 * The JAX-RS whiteboard: publishes every service with {@code osgi.jakartars.resource=true} under
 * {@code /host}, one Jersey application per bundle. Extensions ({@code osgi.jakartars.extension})
 * join the application of their own bundle only, so that no bundle changes another's answers.
 *
 * <p>Each bundle is built on a thread of its own: a resource that hangs while it is activated holds
 * up nobody else.
 */
@Component(
    service = {Whiteboard.class, SwapRoutes.class},
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class Whiteboard
    implements ServiceTrackerCustomizer<Object, ServiceReference<Object>>, SwapRoutes {

  /** A bundle registers its resources one after the other; they are built together. */
  private static final long SETTLE_MILLIS = 20;

  private static final Duration PREPARE = Duration.ofSeconds(10);

  private static final String WANTED =
      "(|(%s=true)(%s=true))"
          .formatted(
              JakartarsWhiteboardConstants.JAKARTA_RS_RESOURCE,
              JakartarsWhiteboardConstants.JAKARTA_RS_EXTENSION);

  private final BundleContext context;
  private final SystemStart start;
  private final Generations generations;
  private final Routes routes;
  private final Map<Long, BundleResources> bundles = new ConcurrentHashMap<>();
  private final ExecutorService builders = Executors.newCachedThreadPool(Whiteboard::daemon);
  private final AtomicInteger pending = new AtomicInteger();
  private ServiceTracker<Object, ServiceReference<Object>> tracker;
  private volatile ServletConfig servlet;

  @Activate
  public Whiteboard(
      BundleContext context, @Reference SystemStart start, @Reference Generations generations) {
    this.context = context;
    this.start = start;
    this.generations = generations;
    this.routes = new Routes(context.getBundle());
  }

  /**
   * Begins to publish once all system bundles have started. Called once, when the servlet that
   * takes the requests is there.
   */
  void start(ServletConfig config) {
    servlet = config;
    pending.incrementAndGet();
    start.whenOver(() -> builders.execute(this::open));
  }

  private synchronized void open() {
    if (builders.isShutdown()) {
      return;
    }
    // looked up by class loader otherwise, which finds nothing in a framework
    RuntimeDelegate.setInstance(new RuntimeDelegateImpl());
    try {
      tracker = new ServiceTracker<>(context, FrameworkUtil.createFilter(WANTED), this);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
    tracker.open();
    pending.decrementAndGet();
  }

  /** Ends all applications. */
  synchronized void stop() {
    if (tracker != null) {
      tracker.close();
    }
    builders.shutdown();
  }

  /** Who answers a path below {@code /host}. */
  Optional<BundleApplication> find(String path) {
    return routes.table().find(path);
  }

  /** The templates that a bundle serves now, sorted. */
  public List<String> served(long bundleId) {
    return routes.served(bundleId);
  }

  /** True while no bundle's resources wait to be published. */
  public boolean quiet() {
    return pending.get() == 0;
  }

  /** Why resources of a bundle are not served; empty when all are. */
  public List<String> problems(long bundleId) {
    BundleResources resources = bundles.get(bundleId);
    return resources == null ? List.of() : resources.problems();
  }

  @Override
  public List<String> prepare(long from, long to) throws SwapException {
    BundleResources next = bundles.get(to);
    List<String> templates = List.of();
    if (next != null) {
      try {
        builders.execute(() -> build(to, next));
        templates = next.awaitBuilt(PREPARE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SwapException("The host is stopping", null);
      }
      if (templates == null) {
        throw new SwapException("Its resources take too long to be made", null);
      }
      if (!next.problems().isEmpty() && problems(from).isEmpty()) {
        throw new SwapException(next.problems().get(0), "The log has the whole story");
      }
    }
    List<String> missing = new ArrayList<>(served(from));
    missing.removeAll(templates);
    return missing;
  }

  @Override
  public void switchOver(long from, long to) {
    BundleResources next = bundles.get(to);
    if (next != null) {
      next.takeOver(from);
      if (!next.isBuilt()) {
        builders.execute(() -> build(to, next));
      }
    }
    BundleResources old = bundles.get(from);
    if (old != null) {
      if (next == null) {
        old.withdrawAll();
      }
      old.retire();
    }
    buildRefused();
  }

  @Override
  public long inFlight(long from) {
    BundleResources old = bundles.get(from);
    return old == null ? 0 : old.inFlight();
  }

  @Override
  public void endStreams(long from) {
    BundleResources old = bundles.get(from);
    if (old != null) {
      old.endStreams();
    }
  }

  @Override
  public ServiceReference<Object> addingService(ServiceReference<Object> reference) {
    bundles.compute(
        reference.getBundle().getBundleId(),
        (id, known) -> {
          BundleResources resources =
              known != null
                  ? known
                  : new BundleResources(
                      context, reference.getBundle(), routes, servlet, generations.standsBy(id));
          resources.add(reference);
          return resources;
        });
    build(reference);
    return reference;
  }

  @Override
  public void modifiedService(ServiceReference<Object> reference, ServiceReference<Object> same) {
    build(reference);
  }

  @Override
  public void removedService(ServiceReference<Object> reference, ServiceReference<Object> same) {
    BundleResources resources = bundles.get((Long) reference.getProperty("service.bundleid"));
    if (resources == null) {
      return;
    }
    resources.remove(reference);
    build(reference);
  }

  private void build(ServiceReference<?> reference) {
    long id = (Long) reference.getProperty("service.bundleid");
    BundleResources resources = bundles.get(id);
    if (resources == null || builders.isShutdown()) {
      return;
    }
    long change = resources.changed();
    if (resources.standsBy() && !resources.isEmpty()) {
      return; // built once, when all is there: building takes time from those who serve
    }
    pending.incrementAndGet();
    CompletableFuture.delayedExecutor(SETTLE_MILLIS, TimeUnit.MILLISECONDS, builders)
        .execute(
            () -> {
              try {
                if (resources.isLatest(change)) {
                  build(id, resources);
                }
              } finally {
                pending.decrementAndGet();
              }
            });
  }

  private void build(long id, BundleResources resources) {
    boolean freed = false;
    long before;
    do {
      before = routes.timesFreed();
      freed |= resources.build();
      // a template that was refused may have become free before the refusal could be seen
    } while (!resources.problems().isEmpty() && routes.timesFreed() != before);
    // in one step with adding: an update takes the last resource away and brings a new one
    bundles.computeIfPresent(id, (same, known) -> known.isEmpty() ? null : known);
    if (freed) {
      buildRefused();
    }
  }

  private void buildRefused() {
    for (BundleResources waiting : new ArrayList<>(bundles.values())) {
      if (!waiting.problems().isEmpty()) {
        waiting.build();
      }
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "routes-builder");
    thread.setDaemon(true);
    // whoever makes the first thread may have none, and Jersey cannot do without
    thread.setContextClassLoader(Whiteboard.class.getClassLoader());
    return thread;
  }
}
