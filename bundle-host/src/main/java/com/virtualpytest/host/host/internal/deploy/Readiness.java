package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.host.internal.deploy.Problem.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks of a bundle that was started what can be asked without hardware. */
final class Readiness {
  private static final Logger LOG = LoggerFactory.getLogger(Readiness.class);
  private static final Duration COMPONENTS = Duration.ofSeconds(3);
  private static final Duration LOOK = Duration.ofMillis(20);

  private final BundleContext context;
  private final Supplier<ServiceComponentRuntime> components;
  private final Function<Bundle, List<Thread>> threads;
  private final TimeLimit limit;

  /**
   * @param threads gives the threads that a bundle began when it was started
   */
  Readiness(
      BundleContext context,
      Supplier<ServiceComponentRuntime> components,
      Function<Bundle, List<Thread>> threads,
      TimeLimit limit) {
    this.context = context;
    this.components = components;
    this.threads = threads;
    this.limit = limit;
  }

  /**
   * Looks at components, threads and health checks.
   *
   * @param old the generation that serves; what is wrong with it may be wrong with the next as
   *     well, and is never held against that one
   * @throws DeployException the new one is worse
   */
  void check(Bundle old, Bundle next) throws DeployException, InterruptedException {
    ServiceComponentRuntime runtime = components.get();
    if (runtime != null && ComponentState.unsatisfied(runtime, old).isEmpty()) {
      Optional<String> waits = unsatisfied(runtime, next);
      if (waits.isPresent()) {
        throw new DeployException(
            Kind.NOT_STARTED, waits.get(), "Drop in what offers it before this version");
      }
    }
    List<Thread> begun = threads.apply(next);
    if (!begun.isEmpty() && threads.apply(old).isEmpty()) {
      throw new DeployException(
          Kind.NOT_STARTED,
          "It starts the thread %s when it is activated; only opening a device may"
              .formatted(begun.get(0).getName()),
          "Begin threads in Driver.open, and end them when the controller is closed");
    }
    Optional<String> bad = unhealthy(next);
    if (bad.isPresent() && healthy(old)) {
      throw new DeployException(Kind.NOT_STARTED, bad.get(), "The log has the whole story");
    }
  }

  /**
   * What a component needs may come a moment later. Its runtime tells of changes only every five
   * seconds, so it is asked.
   */
  private static Optional<String> unsatisfied(ServiceComponentRuntime runtime, Bundle bundle)
      throws InterruptedException {
    long end = System.nanoTime() + COMPONENTS.toNanos();
    Optional<String> waits = ComponentState.unsatisfied(runtime, bundle);
    while (waits.isPresent() && !ComponentState.failed(waits) && System.nanoTime() < end) {
      Thread.sleep(LOOK.toMillis());
      waits = ComponentState.unsatisfied(runtime, bundle);
    }
    return waits;
  }

  private boolean healthy(Bundle old) throws DeployException {
    try {
      return unhealthy(old).isEmpty();
    } catch (DeployException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e; // the host is stopping
      }
      LOG.debug("{} is not well", BundleOperations.name(old), e);
      return false;
    }
  }

  private Optional<String> unhealthy(Bundle bundle) throws DeployException {
    for (ServiceReference<HealthCheck> reference : checks(bundle)) {
      HealthCheck check = context.getService(reference);
      if (check == null) {
        continue;
      }
      try {
        Result result = bounded("ask the health of " + bundle.getSymbolicName(), check::execute);
        if (result != null && !result.isOk() && critical(result)) {
          return Optional.of(
              "Its health check "
                  + reference.getProperty(HealthCheck.NAME)
                  + " is "
                  + result.getStatus());
        }
      } finally {
        context.ungetService(reference);
      }
    }
    return Optional.empty();
  }

  private static boolean critical(Result result) {
    return result.getStatus() == Result.Status.CRITICAL
        || result.getStatus() == Result.Status.HEALTH_CHECK_ERROR;
  }

  private static List<ServiceReference<HealthCheck>> checks(Bundle bundle) {
    List<ServiceReference<HealthCheck>> found = new ArrayList<>();
    ServiceReference<?>[] registered = bundle.getRegisteredServices();
    for (ServiceReference<?> reference :
        registered == null ? new ServiceReference<?>[0] : registered) {
      if (List.of((String[]) reference.getProperty("objectClass"))
          .contains(HealthCheck.class.getName())) {
        @SuppressWarnings("unchecked")
        ServiceReference<HealthCheck> check = (ServiceReference<HealthCheck>) reference;
        found.add(check);
      }
    }
    return found;
  }

  private <T> T bounded(String what, Callable<T> call) throws DeployException {
    AtomicReference<T> answer = new AtomicReference<>();
    try {
      limit.run(
          what,
          "health check",
          () -> {
            try {
              answer.set(call.call());
            } catch (Exception e) {
              throw new BundleException("A health check failed", e);
            }
          },
          () -> {});
    } catch (BundleException e) {
      throw new DeployException(
          new Problem(Kind.NOT_STARTED, "Its health check fails", "The log has the whole story"),
          e);
    }
    return answer.get();
  }
}
