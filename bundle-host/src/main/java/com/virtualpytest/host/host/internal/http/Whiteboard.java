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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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

  private static final Duration BUILD = Duration.ofSeconds(10);

  /** What was interrupted should end within this. */
  private static final Duration INTERRUPTED = Duration.ofSeconds(1);

  private static final String TOO_LONG = "Its resources take too long to be made";

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
  private final Duration limit;

  /** The builds that have not ended. */
  private final Set<Build> pending = ConcurrentHashMap.newKeySet();

  /** After the stop nothing is built any more. */
  private final ExecutorService builders =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          60,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Whiteboard::daemon,
          new ThreadPoolExecutor.DiscardPolicy());

  private static final class Build {
    final boolean own;
    final long since = System.nanoTime();

    Build(boolean own) {
      this.own = own;
    }
  }

  private volatile boolean opened;
  private ServiceTracker<Object, ServiceReference<Object>> tracker;
  private volatile ServletConfig servlet;

  @Activate
  public Whiteboard(
      BundleContext context, @Reference SystemStart start, @Reference Generations generations) {
    this(context, start, generations, BUILD);
  }

  /**
   * @param limit how long somebody waits for the resources of one bundle
   */
  Whiteboard(BundleContext context, SystemStart start, Generations generations, Duration limit) {
    this.limit = limit;
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
    opened = true;
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

  /**
   * True while no bundle's resources wait to be published, but for those that take too long; the
   * host's own are always waited for.
   */
  public boolean quiet() {
    long now = System.nanoTime();
    return opened
        && pending.stream().noneMatch(build -> build.own || now - build.since < limit.toNanos());
  }

  /** Why resources of a bundle are not served; empty when all are. */
  public List<String> problems(long bundleId) {
    BundleResources resources = bundles.get(bundleId);
    if (resources == null) {
      return List.of();
    }
    return resources.buildsLongerThan(limit) ? List.of(TOO_LONG) : resources.problems();
  }

  @Override
  public List<String> prepare(long from, long to) throws SwapException {
    BundleResources next = bundles.get(to);
    List<String> shapes = new ArrayList<>();
    if (next != null) {
      prepared(to, next).forEach(route -> shapes.add(route.shape()));
      if (!next.problems().isEmpty() && problems(from).isEmpty()) {
        throw new SwapException(next.problems().get(0), "The log has the whole story");
      }
    }
    List<String> missing = new ArrayList<>(served(from));
    missing.removeIf(template -> shapes.contains(RouteTable.Route.shape(template)));
    return missing;
  }

  private List<RouteTable.Route> prepared(long to, BundleResources next) throws SwapException {
    try {
      builders.execute(() -> build(to, next));
      Optional<List<RouteTable.Route>> built = next.awaitBuilt(limit);
      if (built.isEmpty()) {
        boolean stuck = !next.giveUp(INTERRUPTED);
        throw new SwapException(TOO_LONG, "Leave long work to a thread of its own", stuck);
      }
      return built.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SwapException("The host is stopping", null);
    }
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
  public void withdraw(long id) {
    BundleResources resources = bundles.get(id);
    if (resources != null) {
      resources.withdrawAll();
      resources.retire();
      buildRefused();
    }
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
                      context,
                      reference.getBundle(),
                      routes,
                      servlet,
                      drain -> daemon(drain).start(),
                      generations.standsBy(id));
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
    begin(
        id,
        CompletableFuture.delayedExecutor(SETTLE_MILLIS, TimeUnit.MILLISECONDS, builders),
        () -> {
          if (resources.isLatest(change)) {
            build(id, resources);
          }
        });
  }

  private void begin(long id, Executor executor, Runnable task) {
    Build build = new Build(id == context.getBundle().getBundleId());
    pending.add(build);
    executor.execute(
        () -> {
          try {
            task.run();
          } finally {
            pending.remove(build);
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
    bundles.forEach(
        (id, waiting) -> {
          if (!waiting.problems().isEmpty()) {
            begin(id, builders, waiting::build);
          }
        });
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "routes-builder");
    thread.setDaemon(true);
    // whoever makes the first thread may have none, and Jersey cannot do without
    thread.setContextClassLoader(Whiteboard.class.getClassLoader());
    return thread;
  }
}
