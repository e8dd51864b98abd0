package com.virtualpytest.host.host.internal.health;

import com.virtualpytest.host.host.internal.deploy.Deployment;
import com.virtualpytest.host.host.internal.http.Whiteboard;
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
  private final Whiteboard routes;
  private final Bundle framework;
  private final FrameworkStartLevel startLevel;

  /** Once true it stays so: an update of one bundle does not take the host out of service. */
  private volatile boolean settled;

  @Activate
  public Readiness(
      BundleContext context, @Reference Deployment deployment, @Reference Whiteboard routes) {
    this.deployment = deployment;
    this.routes = routes;
    this.framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
    this.startLevel = framework.adapt(FrameworkStartLevel.class);
  }

  /** True once all bundles have started, drop-ins and routes included, until the stop. */
  public boolean ready() {
    return settled() && framework.getState() == Bundle.ACTIVE;
  }

  /** True once all bundles have started, for ever. */
  boolean settled() {
    if (!settled) {
      settled =
          startLevel.getStartLevel() >= SETTLED_LEVEL && deployment.settled() && routes.quiet();
    }
    return settled;
  }
}
