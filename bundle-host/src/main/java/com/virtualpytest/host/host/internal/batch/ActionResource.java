package com.virtualpytest.host.host.internal.batch;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.av.DevicePictures;
import com.virtualpytest.host.host.internal.lease.Leases;
import com.virtualpytest.host.host.internal.registry.DeviceRegistry;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Clock;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code /host/action/*}: batches of actions. */
@Component(service = ActionResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("action")
public final class ActionResource {

  private final DeviceRegistry registry;
  private final Executions executions;
  private final Leases leases;
  private final DevicePictures pictures;
  private final Clock clock = Clock.systemUTC();

  /** The answer to a batch that was taken. */
  public record Started(boolean success, String executionId, String message) {}

  /** One sentence. */
  public record Told(boolean success, String message) {
    static Told running() {
      return new Told(true, "Host action service is running");
    }
  }

  @Activate
  public ActionResource(
      @Reference DeviceRegistry registry,
      @Reference Executions executions,
      @Reference Leases leases,
      @Reference DevicePictures pictures) {
    this.pictures = pictures;
    this.registry = registry;
    this.leases = leases;
    this.executions = executions;
  }

  /** Takes a batch; {@link #status} tells what became of it. */
  @POST
  @Path("executeBatch")
  public Started execute(ActionBatch batch, @QueryParam("team_id") String team) {
    if (batch.actions() == null || batch.actions().isEmpty()) {
      throw required("actions are required");
    }
    String device = batch.deviceId();
    if (device == null || device.isEmpty()) {
      throw required("device_id is required");
    }
    if (team == null || team.isEmpty()) {
      throw required("team_id is required");
    }
    if (registry.snapshot().device(device).isEmpty()) {
      throw new ApiException(
          ErrorCode.NOT_FOUND, "Device " + device + " not found in host", null, device);
    }
    leases.require(device, batch.lease());
    Execution execution =
        executions.start("action", device, running -> run(batch, device, running));
    return new Started(true, execution.id(), "Action execution started");
  }

  /** How far a batch is, and its result. */
  @GET
  @Path("execution/{id}/status")
  public Execution.View status(@PathParam("id") String id) {
    return find(id).view(clock.instant());
  }

  /** Ends a batch that waits or runs; the command that runs is interrupted. */
  @DELETE
  @Path("execution/{id}")
  public Told cancel(@PathParam("id") String id) {
    if (!executions.cancel(find(id))) {
      throw new ApiException(ErrorCode.CONFLICT, "Execution " + id + " has ended");
    }
    return new Told(true, "Execution cancelled");
  }

  /** Says that batches are taken. */
  @GET
  @Path("health")
  public Told health() {
    return Told.running();
  }

  private void run(ActionBatch batch, String device, Execution execution)
      throws InterruptedException {
    if (batch.main().isEmpty()) {
      executions.end(execution, "completed", ActionRun.nothingValid(), null, "Completed");
      return;
    }
    DeviceSender sender =
        new DeviceSender(registry, leases, pictures, device, batch.lease(), clock);
    ActionResult result = new ActionRun(batch, sender, execution::at, clock).run();
    executions.end(execution, "completed", result, null, result.message());
  }

  private Execution find(String id) {
    Optional<Execution> found = executions.find(id);
    return found.orElseThrow(
        () -> new ApiException(ErrorCode.NOT_FOUND, "Execution " + id + " not found"));
  }

  private static ApiException required(String what) {
    return new ApiException(ErrorCode.BAD_REQUEST, what);
  }
}
