package com.virtualpytest.host.host.internal.deploy;

import java.util.Collection;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.weaving.WeavingHook;

/**
 * Lets the host bundle, and nobody else, install a dropped-in bundle beside another one of the same
 * name and version. Asked by the framework when it runs with {@code
 * org.osgi.framework.bsnversion=managed}.
 */
final class TwinHook implements CollisionHook {
  private final Bundle host;

  TwinHook(Bundle host) {
    this.host = host;
  }

  /** Registers all hooks that drop-in bundles need. */
  static List<ServiceRegistration<?>> register(BundleContext context) {
    return List.of(
        context.registerService(CollisionHook.class, new TwinHook(context.getBundle()), null),
        context.registerService(ResolverHookFactory.class, TwinWiring.factory(), null),
        context.registerService(WeavingHook.class, new ExitWeaver(), null),
        context.registerService(
            new String[] {FindHook.class.getName(), EventListenerHook.class.getName()},
            new TwinHiding(),
            null));
  }

  @Override
  public void filterCollisions(int operation, Bundle target, Collection<Bundle> collisions) {
    if (operation == INSTALLING && target.equals(host)) {
      collisions.removeIf(BundleOperations::droppedIn);
    }
  }
}
