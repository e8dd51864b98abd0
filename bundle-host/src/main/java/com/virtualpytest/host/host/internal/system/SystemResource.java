package com.virtualpytest.host.host.internal.system;

import com.virtualpytest.host.host.internal.settings.HostSettings;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** The host as a service among others. */
@Component(service = SystemResource.class)
@JakartarsResource
@Path("system")
public final class SystemResource {

  /** Time for the answer to reach the caller. */
  private static final long ANSWER_FIRST_MILLIS = 300;

  private final HostSettings settings;
  private final Runnable restart;

  /** The answer that proxies and image health checks know. */
  public record SystemHealth(
      String status, double timestamp, String mode, String hostName, String supabase) {}

  /** The answer to a restart. */
  public record Restarting(boolean success, String message, String service) {}

  @Activate
  public SystemResource(
      @Reference HostSettings settings,
      @Reference(target = "(device.host=restart)") Runnable restart) {
    this.settings = settings;
    this.restart = restart;
  }

  /** Says that the API answers. */
  @GET
  @Path("health")
  public SystemHealth health() {
    return new SystemHealth(
        "ok", Clock.systemUTC().millis() / 1000.0, "host", settings.hostName(), "unavailable");
  }

  /** Answers, then ends in order; a new process takes over. */
  @POST
  @Path("restartHostService")
  public Restarting restart() {
    CompletableFuture.delayedExecutor(ANSWER_FIRST_MILLIS, TimeUnit.MILLISECONDS).execute(restart);
    return new Restarting(true, "Service vpt_host restarted successfully", "vpt_host");
  }
}
