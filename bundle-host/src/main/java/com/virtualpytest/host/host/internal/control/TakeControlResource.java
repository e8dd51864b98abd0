package com.virtualpytest.host.host.internal.control;

import com.virtualpytest.host.host.internal.lease.Lease;
import com.virtualpytest.host.host.internal.lease.Leases;
import com.virtualpytest.host.host.internal.registry.BoundDevice;
import com.virtualpytest.host.host.internal.registry.DeviceRegistry;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code POST /host/takeControl}: which controllers of a device answer now. */
@Component(service = TakeControlResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("takeControl")
@Produces(MediaType.APPLICATION_JSON)
public final class TakeControlResource {

  private static final Duration BUDGET = Duration.ofSeconds(9);

  private final DeviceRegistry registry;
  private final ResponseThreads threads;
  private final Leases leases;
  private final TakeControl takeControl;

  @Activate
  public TakeControlResource(
      @Reference DeviceRegistry registry,
      @Reference ResponseThreads threads,
      @Reference Leases leases) {
    this.registry = registry;
    this.threads = threads;
    this.leases = leases;
    this.takeControl = new TakeControl(Clock.systemUTC(), BUDGET);
  }

  @POST
  public CompletionStage<TakeControl.Answer> take(
      DeviceRequest request, @QueryParam("device_id") String fromQuery) {
    BoundDevice device = Lookup.device(registry.snapshot(), request.deviceOr(fromQuery));
    Lease lease =
        request.wantsLease()
            ? leases.take(device.definition().id(), request.holder(), request.leaseLength())
            : null;
    return threads.answer(takeControl.of(device), answer -> answer.with(lease));
  }
}
