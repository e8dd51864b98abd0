package com.virtualpytest.host.host.internal.navigation;

import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.api.http.MaxBody;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/**
 * {@code /host/navigation/*}: this host does not navigate. It takes the trees that the server sends
 * before it lets a person take control from a page with a tree, and keeps none of them.
 */
@Component(service = NavigationResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("navigation")
public final class NavigationResource {
  private static final long MAX_TREES = 32L << 20;

  /** The answer to trees. */
  public record Taken(boolean success, String message, String treeId) {}

  /** One sentence. */
  public record Told(boolean success, String message) {}

  /** The host's one error shape. */
  public record Refusal(boolean success, String error, ErrorCode code, String hint) {}

  /** Takes a tree and forgets it, unread: a tree is large, and parsed it is many times larger. */
  @POST
  @Path("cache/populate/{tree}")
  @MaxBody(MAX_TREES)
  public Taken populate(@PathParam("tree") String tree, InputStream trees) throws IOException {
    trees.transferTo(OutputStream.nullOutputStream());
    return new Taken(true, "Accepted; this host keeps no navigation trees", tree);
  }

  /** Says that the routes answer. */
  @GET
  @Path("health")
  public Told health() {
    return new Told(true, "Host navigation service is running");
  }

  /** What this host does not do. */
  @GET
  @Path("{rest: .+}")
  public Response get() {
    return notOffered();
  }

  /** What this host does not do. */
  @POST
  @Path("{rest: .+}")
  public Response post() {
    return notOffered();
  }

  /** What this host does not do. */
  @PUT
  @Path("{rest: .+}")
  public Response put() {
    return notOffered();
  }

  /** What this host does not do. */
  @DELETE
  @Path("{rest: .+}")
  public Response delete() {
    return notOffered();
  }

  private static Response notOffered() {
    return Response.status(ErrorCode.NOT_SUPPORTED.status())
        .entity(
            new Refusal(
                false,
                "Navigation is not offered by this host",
                ErrorCode.NOT_SUPPORTED,
                "Send single actions or batches of them"))
        .build();
  }
}
