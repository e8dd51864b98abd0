package com.virtualpytest.host.host.internal.http;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.media.sse.SseFeature;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.server.model.Resource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;
import org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JAX-RS services of one bundle, and the application that is made of them. Every change of the
 * set makes a new application; the old one is drained.
 *
 * <p>The bundle's own code runs in {@link #build} alone, and may hang there; every other method
 * returns at once, or in its time.
 */
final class BundleResources {

  private static final Logger LOG = LoggerFactory.getLogger(Whiteboard.class);

  private final BundleContext context;
  private final Bundle bundle;
  private final Routes routes;
  private final ServletConfig servlet;
  private final Executor drains;

  /** Guarded by itself; the value is the template that the service has now, or "". */
  private final Map<ServiceReference<Object>, String> services = new LinkedHashMap<>();

  private final AtomicLong changes = new AtomicLong();
  private volatile List<String> problems = List.of();

  private volatile boolean standingBy;

  /** One builds at a time. */
  private final Lock building = new ReentrantLock();

  // guarded by this, which nobody holds while the bundle's code runs
  private BundleApplication application;
  private List<RouteTable.Route> prepared = List.of();
  private boolean replaced;
  private long built;
  private Thread builder;
  private long builderSince;

  /**
   * @param drains ends applications, each on a thread of its own
   * @param standingBy whether an older generation of the bundle serves: routes are built and not
   *     published before {@link #takeOver}
   */
  BundleResources(
      BundleContext context,
      Bundle bundle,
      Routes routes,
      ServletConfig servlet,
      Executor drains,
      boolean standingBy) {
    this.drains = drains;
    this.standingBy = standingBy;
    this.context = context;
    this.bundle = bundle;
    this.routes = routes;
    this.servlet = servlet;
  }

  void add(ServiceReference<Object> reference) {
    synchronized (services) {
      services.put(reference, "");
    }
  }

  /** The service goes now: its template is out of service before this returns. */
  void remove(ServiceReference<Object> reference) {
    String template;
    synchronized (services) {
      template = services.remove(reference);
    }
    if (template != null && !template.isEmpty()) {
      routes.withdraw(bundle, template);
    }
  }

  /** Counts a change. */
  long changed() {
    return changes.incrementAndGet();
  }

  /** True while no change has come after that one. */
  boolean isLatest(long change) {
    return changes.get() == change;
  }

  /** True until the routes are published. */
  boolean standsBy() {
    return standingBy;
  }

  /** True when no change has come after the last one that was built. */
  synchronized boolean isBuilt() {
    return built == changes.get();
  }

  boolean isEmpty() {
    synchronized (services) {
      return services.isEmpty();
    }
  }

  List<String> problems() {
    return problems;
  }

  /**
   * Makes the application of the services that are there now and puts it into the route table. To
   * be called on a thread that nobody waits for.
   *
   * @return whether a template became free that others may be waiting for
   */
  boolean build() {
    building.lock();
    try {
      Draft draft;
      do {
        draft = draft();
      } while (!publish(draft));
      return draft.freed;
    } finally {
      building.unlock();
    }
  }

  private Draft draft() {
    Draft draft = new Draft(changes.get(), standingBy);
    if (!begin()) {
      return draft;
    }
    try {
      for (ServiceReference<Object> reference : snapshot()) {
        try {
          draft.take(reference);
        } catch (RuntimeException | LinkageError e) {
          draft.problem(reference, "could not be read", e);
        }
      }
      draft.finish();
    } finally {
      end();
    }
    return draft;
  }

  /** False when another generation has the routes. */
  private synchronized boolean begin() {
    if (!replaced) {
      builder = Thread.currentThread();
      builderSince = System.nanoTime();
    }
    return !replaced;
  }

  private synchronized void end() {
    builder = null;
    var unused = Thread.interrupted(); // meant for what has just ended
    notifyAll();
  }

  /** False when it has to be made again: the bundle has taken over since it was begun. */
  private synchronized boolean publish(Draft draft) {
    if (replaced || draft.standBy != standingBy) {
      draft.discard();
      return replaced;
    }
    BundleApplication previous = application;
    application = draft.application;
    prepared = draft.routes();
    draft.freed = !standingBy && routes.replace(bundle, prepared);
    problems = List.copyOf(draft.problems);
    built = draft.change;
    notifyAll();
    if (previous != null) {
      previous.retire();
    }
    LOG.debug("{} serves {}", bundle.getSymbolicName(), draft.templates);
    return true;
  }

  /** True while the bundle's code has kept a build from its end for longer than this. */
  synchronized boolean buildsLongerThan(Duration limit) {
    return builder != null && System.nanoTime() - builderSince > limit.toNanos();
  }

  /**
   * Interrupts the bundle's code in a build.
   *
   * @return false when it goes on regardless
   */
  synchronized boolean giveUp(Duration limit) throws InterruptedException {
    if (builder != null) {
      builder.interrupt();
    }
    long end = System.nanoTime() + limit.toNanos();
    for (long left = limit.toMillis(); builder != null && left > 0; ) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
    return builder == null;
  }

  /**
   * Waits until all changes so far are built.
   *
   * @return the routes; empty when it takes too long
   */
  synchronized Optional<List<RouteTable.Route>> awaitBuilt(Duration limit)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (built != changes.get()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return Optional.empty();
      }
      wait(left);
    }
    return Optional.of(prepared);
  }

  /** The routes are published from now on, in the place of those of an older generation. */
  synchronized void takeOver(long from) {
    standingBy = false;
    routes.switchOver(from, bundle, prepared);
  }

  /** Nobody serves the routes any more. */
  synchronized void withdrawAll() {
    routes.replace(bundle, List.of());
  }

  /** Another generation has the routes: no new requests. */
  synchronized void retire() {
    replaced = true;
    if (application != null) {
      application.retire();
    }
  }

  synchronized long inFlight() {
    return application == null ? 0 : application.inFlight();
  }

  synchronized void endStreams() {
    if (application != null) {
      application.endStreams();
    }
  }

  private List<ServiceReference<Object>> snapshot() {
    synchronized (services) {
      return services.keySet().stream().sorted(Collections.reverseOrder()).toList();
    }
  }

  /** An application in the making. */
  private final class Draft {
    private final long change;
    private final boolean standBy;
    private final ResourceConfig config = newConfig();
    private final List<String> templates = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final List<Runnable> releases = new ArrayList<>();
    private BundleApplication application;
    private boolean freed;

    Draft(long change, boolean standBy) {
      this.change = change;
      this.standBy = standBy;
    }

    void take(ServiceReference<Object> reference) {
      ServiceObjects<Object> objects = context.getServiceObjects(reference);
      Object service = objects == null ? null : objects.getService();
      if (service == null) {
        // a host that stops takes from components what they need, in any order
        if (context.getBundle(0).getState() != Bundle.STOPPING) {
          problem(reference, "could not be activated", null);
        }
        return;
      }
      releases.add(() -> PerRequest.unget(objects, service));
      if ("true".equals(text(reference, JakartarsWhiteboardConstants.JAKARTA_RS_EXTENSION))) {
        config.register(service);
        return;
      }
      Resource resource = Resource.from(service.getClass());
      String path = resource == null || resource.getPath() == null ? "" : resource.getPath();
      if (path.replace("/", "").isBlank()) {
        problem(reference, "needs a @Path with at least one segment", null);
        return;
      }
      Optional<Bundle> owner =
          standBy ? routes.claimBeside(bundle, path) : routes.claim(bundle, path);
      if (owner.isPresent()) {
        problem(
            reference, "@Path(\"" + path + "\") belongs to " + owner.get().getSymbolicName(), null);
        return;
      }
      register(reference, objects, service);
      templates.add(path);
      synchronized (services) {
        services.computeIfPresent(reference, (same, none) -> path);
      }
    }

    private void register(
        ServiceReference<Object> reference, ServiceObjects<Object> objects, Object service) {
      if (Constants.SCOPE_PROTOTYPE.equals(reference.getProperty(Constants.SERVICE_SCOPE))) {
        Class<?> type = service.getClass();
        config.register(type).register(new PerRequest(type, objects));
      } else {
        config.register(service);
      }
    }

    void finish() {
      if (templates.isEmpty()) {
        release();
        return;
      }
      try {
        application = BundleApplication.build(bundle, config, servlet, drains, this::release);
      } catch (ServletException | RuntimeException | LinkageError e) {
        problems.add("The JAX-RS resources of the bundle are not valid");
        LOG.warn("The JAX-RS resources of {} are not valid", bundle.getSymbolicName(), e);
        templates.clear();
        release();
      }
    }

    List<RouteTable.Route> routes() {
      return templates.stream().map(path -> RouteTable.Route.of(path, application)).toList();
    }

    void discard() {
      if (application != null) {
        application.retire();
      }
    }

    private void release() {
      releases.forEach(Runnable::run);
    }

    void problem(ServiceReference<Object> reference, String what, Throwable cause) {
      Object name = reference.getProperty("component.name");
      String problem =
          "Resource " + (name == null ? reference.getProperty("service.id") : name) + " " + what;
      problems.add(problem);
      LOG.warn("{}: {}", bundle.getSymbolicName(), problem, cause);
    }
  }

  private static ResourceConfig newConfig() {
    return new ResourceConfig()
        .property(ServerProperties.WADL_FEATURE_DISABLE, true)
        .property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true)
        .property(ServerProperties.MOXY_JSON_FEATURE_DISABLE, true)
        .property(CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true)
        .register(new JsonProvider())
        .register(BodyLimit.class)
        .register(ErrorMapper.class)
        .register(SseFeature.class);
  }

  private static String text(ServiceReference<?> reference, String property) {
    Object value = reference.getProperty(property);
    return value == null ? "" : value.toString();
  }
}
