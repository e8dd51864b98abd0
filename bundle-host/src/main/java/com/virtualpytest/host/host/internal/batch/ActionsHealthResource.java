package com.virtualpytest.host.host.internal.batch;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code /host/actions/health}: the name under which some clients ask for it. */
@Component(service = ActionsHealthResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("actions")
public final class ActionsHealthResource {

  /** Says that batches are taken. */
  @GET
  @Path("health")
  public ActionResource.Told health() {
    return ActionResource.Told.running();
  }
}
