package com.virtualpytest.host.host.internal.deploy;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.http.Whiteboard;
import com.virtualpytest.host.host.internal.text.Table;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/**
 * {@code GET /host/bundles}: the drop-in bundles, and why one does not serve; what was done to
 * them. As JSON, and as text for the command line.
 */
@Component(service = BundlesResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("bundles")
public final class BundlesResource {
  private final Deployment deployment;
  private final BundleControl control;
  private final Whiteboard routes;
  private final BundleContext context;

  @Activate
  public BundlesResource(
      BundleContext context,
      @Reference Deployment deployment,
      @Reference BundleControl control,
      @Reference Whiteboard routes) {
    this.context = context;
    this.deployment = deployment;
    this.control = control;
    this.routes = routes;
  }

  /** Every drop-in bundle and every file that is none, by name. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public Listing list() {
    return new Listing(true, items(), BundleEvent.all(deployment.history()));
  }

  /** The same as a table. */
  @GET
  @Produces(Table.TYPE)
  public String table() {
    return BundleTables.bundles(items());
  }

  /** What was done to all bundles, newest first. */
  @GET
  @Path("history")
  @Produces(MediaType.APPLICATION_JSON)
  public Past history() {
    return new Past(true, BundleEvent.all(deployment.history()));
  }

  /** The same as a table. */
  @GET
  @Path("history")
  @Produces(Table.TYPE)
  public String historyTable() {
    return BundleTables.history(deployment.history());
  }

  /** What was done to one bundle. */
  @GET
  @Path("{name}/history")
  @Produces(MediaType.APPLICATION_JSON)
  public Past history(@PathParam("name") String name) {
    return new Past(true, BundleEvent.all(past(name)));
  }

  /** The same as a table. */
  @GET
  @Path("{name}/history")
  @Produces(Table.TYPE)
  public String historyTable(@PathParam("name") String name) {
    return BundleTables.history(past(name));
  }

  private List<SwapRecord> past(String name) {
    List<SwapRecord> past =
        deployment.history().stream().filter(record -> record.name().equals(name)).toList();
    boolean known = deployment.bundles().stream().anyMatch(one -> one.name().equals(name));
    if (past.isEmpty() && !known) {
      throw new ApiException(
          ErrorCode.NOT_FOUND, "No such bundle", "GET /host/bundles lists them", null);
    }
    return past;
  }

  private List<Item> items() {
    Map<String, String> previous = control.previous();
    return deployment.bundles().stream().map(bundle -> item(bundle, previous)).toList();
  }

  /** A bundle whose routes are not all served is degraded, whatever else is well with it. */
  private Item item(BundleRecord bundle, Map<String, String> previous) {
    Bundle installed =
        bundle.hash() == null ? null : BundleOperations.find(context, bundle.hash()).orElse(null);
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
        installed == null ? null : previous.get(bundle.name()),
        installed == null
            ? List.of()
            : routes.served(installed.getBundleId()).stream().map(path -> "/host" + path).toList());
  }

  /** The answer. */
  public record Listing(boolean success, List<Item> bundles, List<BundleEvent> history) {}

  /** What was done, newest first. */
  public record Past(boolean success, List<BundleEvent> history) {}

  /**
   * One bundle; see {@link BundleRecord}.
   *
   * @param previous version and content that a rollback would bring back; null when there is none
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
      String previous,
      List<String> routes) {}
}
