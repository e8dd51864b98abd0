package com.virtualpytest.host.host.internal.deploy;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code GET /host/bundles}: the drop-in bundles, and why one does not serve. */
@Component(service = BundlesResource.class)
@JakartarsResource
@Path("bundles")
@Produces(MediaType.APPLICATION_JSON)
public final class BundlesResource {
  private final Deployment deployment;

  @Activate
  public BundlesResource(@Reference Deployment deployment) {
    this.deployment = deployment;
  }

  /** Every drop-in bundle and every file that is none, by name. */
  @GET
  public Listing list() {
    return new Listing(true, deployment.bundles().stream().map(BundlesResource::item).toList());
  }

  private static Item item(BundleRecord bundle) {
    return new Item(
        bundle.name(),
        bundle.version(),
        bundle.hash(),
        bundle.state().wireName(),
        bundle.since().toString(),
        bundle.detail(),
        bundle.hint(),
        bundle.file(),
        bundle.folder());
  }

  /** The answer. */
  public record Listing(boolean success, List<Item> bundles) {}

  /** One bundle; see {@link BundleRecord}. */
  public record Item(
      String name,
      String version,
      String hash,
      String state,
      String since,
      String detail,
      String hint,
      String file,
      String folder) {}
}
