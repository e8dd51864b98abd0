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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.internal.inject.DisposableSupplier;
import org.glassfish.jersey.media.sse.SseFeature;
import org.glassfish.jersey.process.internal.RequestScoped;
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
 */
final class BundleResources {

  private static final Logger LOG = LoggerFactory.getLogger(Whiteboard.class);

  private final BundleContext context;
  private final Bundle bundle;
  private final Routes routes;
  private final ServletConfig servlet;

  /** Guarded by itself; the value is the template that the service has now, or "". */
  private final Map<ServiceReference<Object>, String> services = new LinkedHashMap<>();

  private final AtomicLong changes = new AtomicLong();
  private volatile List<String> problems = List.of();

  private volatile boolean standingBy;

  // guarded by this
  private BundleApplication application;
  private List<RouteTable.Route> prepared = List.of();
  private boolean replaced;
  private long built;

  /**
   * @param standingBy whether an older generation of the bundle serves: routes are built and not
   *     published before {@link #takeOver}
   */
  BundleResources(
      BundleContext context,
      Bundle bundle,
      Routes routes,
      ServletConfig servlet,
      boolean standingBy) {
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
   * Makes the application of the services that are there now and puts it into the route table.
   *
   * @return whether a template became free that others may be waiting for
   */
  synchronized boolean build() {
    if (replaced) {
      return false;
    }
    long change = changes.get();
    Draft draft = new Draft();
    for (ServiceReference<Object> reference : snapshot()) {
      try {
        draft.take(reference);
      } catch (RuntimeException | LinkageError e) {
        draft.problem(reference, "could not be read", e);
      }
    }
    BundleApplication previous = application;
    application = draft.finish();
    List<RouteTable.Route> next =
        application == null
            ? List.of()
            : draft.templates.stream().map(path -> RouteTable.Route.of(path, application)).toList();
    prepared = next;
    boolean freed = !standingBy && routes.replace(bundle, next);
    problems = List.copyOf(draft.problems);
    built = change;
    notifyAll();
    if (previous != null) {
      previous.retire();
    }
    LOG.debug("{} serves {}", bundle.getSymbolicName(), draft.templates);
    return freed;
  }

  /**
   * Waits until all changes so far are built.
   *
   * @return the templates; null when it takes too long
   */
  synchronized List<String> awaitBuilt(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (built != changes.get()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return null;
      }
      wait(left);
    }
    return prepared.stream().map(RouteTable.Route::template).toList();
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

  /** Then components lose what they need in any order. */
  private boolean hostStops() {
    return context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getState() == Bundle.STOPPING;
  }

  private List<ServiceReference<Object>> snapshot() {
    synchronized (services) {
      return services.keySet().stream().sorted(Collections.reverseOrder()).toList();
    }
  }

  /** An application in the making. */
  private final class Draft {
    private final ResourceConfig config = newConfig();
    private final List<String> templates = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final List<Runnable> releases = new ArrayList<>();

    void take(ServiceReference<Object> reference) {
      ServiceObjects<Object> objects = context.getServiceObjects(reference);
      Object service = objects == null ? null : objects.getService();
      if (service == null) {
        if (!hostStops()) {
          problem(reference, "could not be activated", null);
        }
        return;
      }
      releases.add(() -> unget(objects, service));
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
          standingBy ? routes.claimBeside(bundle, path) : routes.claim(bundle, path);
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

    BundleApplication finish() {
      if (templates.isEmpty()) {
        releases.forEach(Runnable::run);
        return null;
      }
      try {
        return BundleApplication.build(
            bundle, config, servlet, () -> releases.forEach(Runnable::run));
      } catch (ServletException | RuntimeException | LinkageError e) {
        problems.add("The JAX-RS resources of the bundle are not valid");
        LOG.warn("The JAX-RS resources of {} are not valid", bundle.getSymbolicName(), e);
        templates.clear();
        releases.forEach(Runnable::run);
        return null;
      }
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

  private static void unget(ServiceObjects<Object> objects, Object service) {
    try {
      objects.ungetService(service);
    } catch (IllegalStateException | IllegalArgumentException e) {
      LOG.trace("A service was gone before it was given back", e);
    }
  }

  /** A service of prototype scope is made anew for every request. */
  private static final class PerRequest extends AbstractBinder {
    private final Class<?> type;
    private final ServiceObjects<Object> objects;

    PerRequest(Class<?> type, ServiceObjects<Object> objects) {
      this.type = type;
      this.objects = objects;
    }

    @Override
    protected void configure() {
      bindFactory(new Instances(objects)).to(type).in(RequestScoped.class).ranked(10);
    }
  }

  private record Instances(ServiceObjects<Object> objects) implements DisposableSupplier<Object> {
    @Override
    public Object get() {
      return objects.getService();
    }

    @Override
    public void dispose(Object instance) {
      unget(objects, instance);
    }
  }
}
