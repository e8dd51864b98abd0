package com.virtualpytest.host.host.internal.health;

import com.virtualpytest.host.host.internal.deploy.Deployment;
import com.virtualpytest.host.host.internal.http.Whiteboard;
import com.virtualpytest.host.host.internal.start.SystemStart;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** Whether this host is to be given work. */
@Component(service = Readiness.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class Readiness {

  private final Deployment deployment;
  private final Whiteboard routes;
  private final Bundle framework;
  private final SystemStart start;

  /** Once true it stays so: an update of one bundle does not take the host out of service. */
  private volatile boolean settled;

  @Activate
  public Readiness(
      BundleContext context,
      @Reference Deployment deployment,
      @Reference Whiteboard routes,
      @Reference SystemStart start) {
    this.deployment = deployment;
    this.routes = routes;
    this.framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
    this.start = start;
  }

  /** True once all bundles have started, drop-ins and routes included, until the stop. */
  public boolean ready() {
    return settled() && framework.getState() == Bundle.ACTIVE;
  }

  /** True once all bundles have started, for ever. */
  boolean settled() {
    if (!settled) {
      settled = start.over() && deployment.settled() && routes.quiet();
    }
    return settled;
  }
}
