package com.virtualpytest.host.display.internal;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.display.internal.vnc.Viewers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code /host/vnc/*}: noVNC's pages, on the host's own port. */
@Component(service = VncResource.class)
@JakartarsResource
@Path("vnc")
public final class VncResource {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=utf-8",
          "js", "text/javascript;charset=utf-8",
          "css", "text/css;charset=utf-8");

  private final OpenDisplay open;

  @Activate
  public VncResource(@Reference OpenDisplay open) {
    this.open = open;
  }

  @GET
  @Path("{path: .*}")
  public Response page(@PathParam("path") String path, @Context HttpServletRequest request)
      throws IOException {
    new Viewers(open.get().wanted().settings().loopbackOnly()).require(request.getRemoteAddr());
    URL page = open.files().page(path.isEmpty() ? "index.html" : path);
    if (page == null) {
      throw new ApiException(
          ErrorCode.NOT_FOUND, "No such page", "/host/vnc/vnc.html is the client", null);
    }
    try (InputStream in = page.openStream()) {
      return Response.ok(in.readAllBytes())
          .type(TYPES.getOrDefault(path.isEmpty() ? "html" : ending(path), "text/plain"))
          .header("Cache-Control", "no-cache")
          .header("X-Content-Type-Options", "nosniff")
          .build();
    }
  }

  private static String ending(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
