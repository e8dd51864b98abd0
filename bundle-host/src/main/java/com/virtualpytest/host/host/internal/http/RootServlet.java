package com.virtualpytest.host.host.internal.http;

import com.virtualpytest.host.host.internal.settings.HostSettings;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Says at {@code /} what this is and where to look. */
@Component(service = Servlet.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@HttpWhiteboardServletPattern("/")
public final class RootServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private record Signpost(
      String service, String hostName, String health, String devices, String console) {}

  private final transient HostSettings settings;

  @Activate
  public RootServlet(@Reference HostSettings settings) {
    this.settings = settings;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!request.getRequestURI().equals("/")) {
      JsonResponses.write(response, 404, ErrorBody.ofStatus(404, request.getRequestURI()));
      return;
    }
    if (!"GET".equals(request.getMethod()) && !"HEAD".equals(request.getMethod())) {
      response.setHeader("Allow", "GET, HEAD");
      JsonResponses.write(response, 405, ErrorBody.ofStatus(405, "/"));
      return;
    }
    JsonResponses.write(
        response,
        200,
        new Signpost(
            "VirtualPyTest device host",
            settings.hostName(),
            "/host/health",
            "/host/devices (needs the key)",
            "/system/console"));
  }
}
