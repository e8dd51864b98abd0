package com.virtualpytest.host.host.internal.health;

import com.virtualpytest.host.host.internal.settings.HostSettings;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/**
 * Health for people and orchestrators. Unhealthy only when the API cannot do its work: a dead
 * device or process makes the host degraded, because restarting it would not mend that.
 */
@Component(service = HealthResource.class)
@JakartarsResource
@Path("health")
public final class HealthResource {

  /** Checks whose failure makes the host unhealthy. */
  static final String CRITICAL_TAG = "host";

  /** Checks whose failure makes the host degraded. */
  static final String DEGRADING_TAG = "devices";

  private final HealthCheckExecutor executor;
  private final HostSettings settings;
  private final Readiness readiness;
  private final ServiceStates services;
  private final Bundle framework;

  /** The seed's answer: exactly these fields. */
  public record Health(String status, String hostName, Map<String, String> services) {}

  /** One word. */
  public record Word(String status) {}

  @Activate
  public HealthResource(
      BundleContext context,
      @Reference HealthCheckExecutor executor,
      @Reference HostSettings settings,
      @Reference Readiness readiness,
      @Reference ServiceStates services) {
    this.executor = executor;
    this.settings = settings;
    this.readiness = readiness;
    this.services = services;
    this.framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
  }

  /** What is well and what is not. */
  @GET
  public Response health() {
    boolean able = framework.getState() == Bundle.ACTIVE && ok(CRITICAL_TAG);
    Map<String, String> states = new TreeMap<>(services.states());
    states.put("flask", able ? "running" : "failed");
    boolean complete = ok(DEGRADING_TAG) && states.values().stream().allMatch("running"::equals);
    String status = !able ? "unhealthy" : complete ? "healthy" : "degraded";
    return Response.status(able ? 200 : 503)
        .entity(new Health(status, settings.hostName(), states))
        .build();
  }

  /** Answers as long as the API answers at all. */
  @GET
  @Path("live")
  public Word live() {
    return new Word("live");
  }

  /** 200 once the bundles of the installation and of the drop-in folders have settled. */
  @GET
  @Path("ready")
  public Response ready() {
    return readiness.ready()
        ? Response.ok(new Word("ready")).build()
        : Response.status(503).header("Retry-After", "1").entity(new Word("starting")).build();
  }

  private boolean ok(String tag) {
    List<HealthCheckExecutionResult> results = executor.execute(HealthCheckSelector.tags(tag));
    return results.stream()
        .allMatch(result -> result.getHealthCheckResult().getStatus() == Result.Status.OK);
  }
}
