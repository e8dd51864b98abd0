package com.virtualpytest.host.host.internal.system;

import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.api.store.Store;
import com.virtualpytest.host.host.internal.settings.HostSettings;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** The host as a service among others. */
@Component(service = SystemResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("system")
public final class SystemResource {

  /** Time for the answer to reach the caller. */
  private static final long ANSWER_FIRST_MILLIS = 300;

  private final HostSettings settings;
  private final Runnable restart;
  private final Reboot reboot = new Reboot(List.of("systemctl", "reboot"));

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile Store store;

  /** The answer that proxies and image health checks know. */
  public record SystemHealth(
      String status, double timestamp, String mode, String hostName, String supabase) {}

  /** The answer to a reboot. */
  public record Rebooting(boolean success, String message, String action) {}

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
        "ok", Clock.systemUTC().millis() / 1000.0, "host", settings.hostName(), database());
  }

  /** Whether the database that settings name answers, in the words that clients know. */
  private String database() {
    Store now = store;
    if (now == null || !now.figures().named()) {
      return "unavailable";
    }
    return now.status().state() == State.READY ? "connected" : "disconnected";
  }

  /**
   * Reboots the machine, where that is allowed.
   *
   * @throws ApiException {@code FORBIDDEN} without {@code ALLOW_REBOOT=true}; {@code INTERNAL} when
   *     the machine refuses
   */
  @POST
  @Path("rebootHost")
  public Rebooting reboot() throws SettingException, InterruptedException {
    if (!settings.flag("ALLOW_REBOOT", false)) {
      throw refused(
          ErrorCode.FORBIDDEN,
          "This host may not be rebooted",
          "Set ALLOW_REBOOT=true to allow it");
    }
    if (!reboot.begin()) {
      throw refused(
          ErrorCode.INTERNAL,
          "System error during reboot: the machine refused",
          "The host's user must be allowed to run systemctl reboot");
    }
    return new Rebooting(true, "System reboot initiated", "reboot");
  }

  private static ApiException refused(ErrorCode code, String error, String hint) {
    return new ApiException(code, error, hint, null, Map.of("action", "reboot"));
  }

  /** Answers, then ends in order; a new process takes over. */
  @POST
  @Path("restartHostService")
  public Restarting restart() {
    CompletableFuture.delayedExecutor(ANSWER_FIRST_MILLIS, TimeUnit.MILLISECONDS).execute(restart);
    return new Restarting(true, "Service vpt_host restarted successfully", "vpt_host");
  }
}
