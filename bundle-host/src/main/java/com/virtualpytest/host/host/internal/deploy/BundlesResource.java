package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.host.internal.http.Whiteboard;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code GET /host/bundles}: the drop-in bundles, and why one does not serve. */
@Component(service = BundlesResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("bundles")
@Produces(MediaType.APPLICATION_JSON)
public final class BundlesResource {
  private final Deployment deployment;
  private final Whiteboard routes;
  private final BundleContext context;

  @Activate
  public BundlesResource(
      BundleContext context, @Reference Deployment deployment, @Reference Whiteboard routes) {
    this.context = context;
    this.deployment = deployment;
    this.routes = routes;
  }

  /** Every drop-in bundle and every file that is none, by name. */
  @GET
  public Listing list() {
    return new Listing(
        true,
        deployment.bundles().stream().map(this::item).toList(),
        deployment.history().stream().map(BundlesResource::event).toList());
  }

  /** A bundle whose routes are not all served is degraded, whatever else is well with it. */
  private Item item(BundleRecord bundle) {
    Bundle installed =
        bundle.hash() == null ? null : context.getBundle(BundleOperations.LOCATION + bundle.hash());
    List<String> refused = installed == null ? List.of() : routes.problems(installed.getBundleId());
    boolean lessens = bundle.state() == State.READY && !refused.isEmpty();
    return new Item(
        bundle.name(),
        bundle.version(),
        bundle.hash(),
        (lessens ? State.DEGRADED : bundle.state()).wireName(),
        bundle.since().toString(),
        lessens ? String.join("; ", refused) : bundle.detail(),
        bundle.hint(),
        bundle.file(),
        bundle.folder(),
        installed == null
            ? List.of()
            : routes.served(installed.getBundleId()).stream().map(path -> "/host" + path).toList());
  }

  private static Event event(SwapRecord record) {
    return new Event(
        record.name(),
        record.at().toString(),
        record.from(),
        record.to(),
        record.by(),
        record.result(),
        record.ms(),
        record.parked(),
        record.parkedMs(),
        record.detail());
  }

  /** The answer. */
  public record Listing(boolean success, List<Item> bundles, List<Event> history) {}

  /** One change; see {@link SwapRecord}. */
  public record Event(
      String name,
      String at,
      String from,
      String to,
      String by,
      String result,
      long ms,
      int parkedRequests,
      long parkedMs,
      String detail) {}

  /**
   * One bundle; see {@link BundleRecord}.
   *
   * @param routes the paths that its resources answer
   */
  public record Item(
      String name,
      String version,
      String hash,
      String state,
      String since,
      String detail,
      String hint,
      String file,
      String folder,
      List<String> routes) {}
}
