package com.virtualpytest.host.host.internal.deploy;

import java.util.Collection;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;

/**
 * Hides the services of a dropped-in bundle from all other generations of the same bundle. Else the
 * components of a new generation bind to services of the old one, and are made anew when it goes.
 */
final class TwinHiding implements FindHook, EventListenerHook {

  @Override
  public void find(
      BundleContext asking,
      String name,
      String filter,
      boolean allServices,
      Collection<ServiceReference<?>> references) {
    Bundle bundle = asking.getBundle();
    references.removeIf(reference -> twins(bundle, reference.getBundle()));
  }

  @Override
  public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
    Bundle bundle = event.getServiceReference().getBundle();
    if (bundle != null && BundleOperations.droppedIn(bundle)) {
      listeners.keySet().removeIf(context -> twins(bundle, bundleOf(context)));
    }
  }

  private static Bundle bundleOf(BundleContext context) {
    try {
      return context.getBundle();
    } catch (IllegalStateException e) {
      return null; // its bundle has just been stopped
    }
  }

  /** True for two generations of one dropped-in bundle. */
  static boolean twins(Bundle one, Bundle other) {
    return other != null
        && one.getBundleId() != other.getBundleId()
        && BundleOperations.droppedIn(one)
        && BundleOperations.droppedIn(other)
        && one.getSymbolicName().equals(other.getSymbolicName());
  }
}
