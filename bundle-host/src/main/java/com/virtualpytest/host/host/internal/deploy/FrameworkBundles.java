package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.api.device.State;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The framework, as far as the deployer looks at it. */
final class FrameworkBundles implements Bundles {
  private static final Logger LOG = LoggerFactory.getLogger(FrameworkBundles.class);

  /** Asking for components costs a millisecond; what works is not asked in every pass. */
  private static final long BELIEVED_NANOS = 1_000_000_000L;

  private final Map<Long, Long> askedAt = new HashMap<>(); // of what works; the deployer's thread
  private final BundleContext context;
  private final BundleOperations operations;
  private final Predicate<String> untouchable;
  private final Supplier<ServiceComponentRuntime> components;

  /**
   * @param context of the host bundle
   * @param operations the steps
   * @param untouchable tells of a hash whether its bundle hung
   * @param components gives the runtime of declarative services; null while there is none
   */
  FrameworkBundles(
      BundleContext context,
      BundleOperations operations,
      Predicate<String> untouchable,
      Supplier<ServiceComponentRuntime> components) {
    this.context = context;
    this.operations = operations;
    this.untouchable = untouchable;
    this.components = components;
  }

  @Override
  public Health health(Generation generation) {
    Bundle bundle = context.getBundle(generation.bundleId());
    int state = bundle == null ? Bundle.UNINSTALLED : bundle.getState();
    return switch (state) {
      case Bundle.ACTIVE -> active(bundle);
      case Bundle.STARTING -> new Health(State.READY, "Is started when it is first used", null);
      case Bundle.UNINSTALLED ->
          new Health(State.STOPPED, "Uninstalled from outside", "Drop the jar in again");
      default -> new Health(State.STOPPED, "Stopped from outside", "Start it where it was stopped");
    };
  }

  private Health active(Bundle bundle) {
    ServiceComponentRuntime runtime = components.get();
    long now = System.nanoTime();
    Long before = askedAt.get(bundle.getBundleId());
    if (runtime == null || (before != null && now - before < BELIEVED_NANOS)) {
      return new Health(State.READY, null, null);
    }
    Optional<String> waits = ComponentState.unsatisfied(runtime, bundle);
    askedAt.remove(bundle.getBundleId());
    if (waits.isEmpty()) {
      askedAt.put(bundle.getBundleId(), now);
      askedAt.keySet().removeIf(id -> context.getBundle(id) == null);
    }
    return waits
        .map(what -> new Health(State.DEGRADED, what, "Its component starts when that is there"))
        .orElseGet(() -> new Health(State.READY, null, null));
  }

  @Override
  public boolean systemName(String symbolicName) {
    return Stream.of(context.getBundles())
        .filter(bundle -> !BundleOperations.droppedIn(bundle))
        .anyMatch(bundle -> symbolicName.equals(bundle.getSymbolicName()));
  }

  @Override
  public void retain(Set<String> hashes) {
    askedAt.keySet().removeIf(id -> context.getBundle(id) == null);
    for (Bundle bundle : context.getBundles()) {
      if (!BundleOperations.droppedIn(bundle)) {
        continue;
      }
      String hash = BundleOperations.hash(bundle);
      boolean hangs = bundle.getState() != Bundle.INSTALLED && untouchable.test(hash);
      if (operations.leftOver(bundle, hashes) && !hangs) {
        remove(bundle);
      }
    }
  }

  private void remove(Bundle bundle) {
    try {
      operations.uninstall(bundle);
      LOG.info("bundle {} of an earlier run removed", BundleOperations.name(bundle));
    } catch (DeployException e) {
      LOG.warn("bundle {} of an earlier run: {}", BundleOperations.name(bundle), e.getMessage());
    }
  }
}
