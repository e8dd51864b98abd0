package com.virtualpytest.host.host.internal.batch;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.registry.DeviceRegistry;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Clock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code /host/verification/executeBatch} and what belongs to it: batches of checks. */
@Component(
    service = VerificationBatchResource.class,
    configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("verification")
public final class VerificationBatchResource {

  private final DeviceRegistry registry;
  private final Executions executions;
  private final Clock clock = Clock.systemUTC();

  /** That there is no such batch; clients of this route expect status 200. */
  public record Unknown(boolean success, String error) {}

  @Activate
  public VerificationBatchResource(
      @Reference DeviceRegistry registry, @Reference Executions executions) {
    this.registry = registry;
    this.executions = executions;
  }

  /** Takes a batch; {@link #status} tells what became of it. */
  @POST
  @Path("executeBatch")
  public ActionResource.Started execute(
      VerificationBatch batch, @QueryParam("team_id") String team) {
    batch.validate(team);
    String device = batch.deviceId();
    if (registry.snapshot().device(device).isEmpty()) {
      throw new ApiException(
          ErrorCode.NOT_FOUND, "Device " + device + " not found in host", null, device);
    }
    Execution execution = executions.start("verification", device, running -> run(batch, running));
    return new ActionResource.Started(true, execution.id(), "Verification execution started");
  }

  /** How far a batch is, and its result. */
  @GET
  @Path("execution/{id}/status")
  public Object status(@PathParam("id") String id) {
    return executions
        .find(id)
        .<Object>map(execution -> execution.view(clock.instant()))
        .orElseGet(() -> new Unknown(false, "Execution " + id + " not found"));
  }

  /** Ends a batch that waits or runs; the check that runs is interrupted. */
  @DELETE
  @Path("execution/{id}")
  public ActionResource.Told cancel(@PathParam("id") String id) {
    Execution execution =
        executions
            .find(id)
            .orElseThrow(
                () -> new ApiException(ErrorCode.NOT_FOUND, "Execution " + id + " not found"));
    if (!executions.cancel(execution)) {
      throw new ApiException(ErrorCode.CONFLICT, "Execution " + id + " has ended");
    }
    return new ActionResource.Told(true, "Execution cancelled");
  }

  private void run(VerificationBatch batch, Execution execution) throws InterruptedException {
    VerificationResult result = new VerificationRun(batch, registry, execution::at, clock).run();
    executions.end(
        execution,
        result.success() ? "completed" : "error",
        result,
        result.error(),
        result.success() ? "Verification execution completed" : "Verification execution failed");
  }
}
