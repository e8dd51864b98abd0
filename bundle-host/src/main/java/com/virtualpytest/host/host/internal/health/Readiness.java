package com.virtualpytest.host.host.internal.health;

import com.virtualpytest.host.host.internal.deploy.Deployment;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether this host is to be given work. */
@Component(service = Readiness.class)
public final class Readiness {

  private static final int SETTLED_LEVEL = 20;

  private final Deployment deployment;
  private final Bundle framework;
  private final FrameworkStartLevel startLevel;

  @Activate
  public Readiness(BundleContext context, @Reference Deployment deployment) {
    this.deployment = deployment;
    this.framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
    this.startLevel = framework.adapt(FrameworkStartLevel.class);
  }

  /** True once all bundles have started and the drop-in folders were looked at, until the stop. */
  public boolean ready() {
    return framework.getState() == Bundle.ACTIVE
        && startLevel.getStartLevel() >= SETTLED_LEVEL
        && deployment.settled();
  }
}
