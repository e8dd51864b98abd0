package com.virtualpytest.host.host.internal.control;

import com.virtualpytest.host.host.internal.lease.Leases;
import com.virtualpytest.host.host.internal.registry.DeviceRegistry;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code POST /host/releaseControl}: the counterpart of takeControl; controllers stay open. */
@Component(service = ReleaseControlResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("releaseControl")
@Produces(MediaType.APPLICATION_JSON)
public final class ReleaseControlResource {

  private final DeviceRegistry registry;
  private final Leases leases;

  /** The answer. */
  public record Released(boolean success) {}

  @Activate
  public ReleaseControlResource(@Reference DeviceRegistry registry, @Reference Leases leases) {
    this.leases = leases;
    this.registry = registry;
  }

  @POST
  public Released release(DeviceRequest request, @QueryParam("device_id") String fromQuery) {
    String id = request.deviceOr(fromQuery);
    Lookup.device(registry.snapshot(), id);
    leases.release(id, request.sessionId());
    return new Released(true);
  }
}
