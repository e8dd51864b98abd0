package com.virtualpytest.host.host.internal.deploy;

import java.util.Collection;
import org.osgi.framework.Bundle;
import org.osgi.framework.hooks.bundle.CollisionHook;

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

  @Override
  public void filterCollisions(int operation, Bundle target, Collection<Bundle> collisions) {
    if (operation == INSTALLING && target.equals(host)) {
      collisions.removeIf(BundleOperations::droppedIn);
    }
  }
}
