package com.virtualpytest.host.host.internal.deploy;

import java.util.Collection;
import org.osgi.framework.Bundle;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Keeps a dropped-in bundle from being wired to other generations of the same bundle: the framework
 * prefers packages of bundles that are resolved already, and a new generation that imports what it
 * exports would run the old one's code. A singleton may resolve beside its other generations.
 */
final class TwinWiring implements ResolverHook {

  static ResolverHookFactory factory() {
    return triggers -> new TwinWiring();
  }

  @Override
  public void filterMatches(
      BundleRequirement requirement, Collection<BundleCapability> candidates) {
    removeTwins(requirement.getRevision(), candidates);
  }

  @Override
  public void filterSingletonCollisions(
      BundleCapability singleton, Collection<BundleCapability> collisions) {
    removeTwins(singleton.getRevision(), collisions);
  }

  private static void removeTwins(BundleRevision one, Collection<BundleCapability> others) {
    Bundle bundle = one.getBundle();
    others.removeIf(other -> TwinHiding.twins(bundle, other.getRevision().getBundle()));
  }

  @Override
  public void filterResolvable(Collection<BundleRevision> candidates) {}

  @Override
  public void end() {}
}
