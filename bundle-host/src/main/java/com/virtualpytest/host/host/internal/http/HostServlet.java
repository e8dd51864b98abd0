package com.virtualpytest.host.host.internal.http;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Owns all that is served under {@code /host} and hands each request to the bundle it is for. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern({"/host/*", "/websockify"})
@HttpWhiteboardServletAsyncSupported
public final class HostServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Whiteboard whiteboard;
  private final transient Streams streams;

  @Activate
  public HostServlet(@Reference Whiteboard whiteboard, @Reference Streams streams) {
    this.whiteboard = whiteboard;
    this.streams = streams;
  }

  @Override
  public void init(ServletConfig config) throws ServletException {
    super.init(config);
    whiteboard.start(config);
  }

  @Override
  public void destroy() {
    whiteboard.stop();
    streams.stop();
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String path = request.getRequestURI();
    if (streams.serves(request, response, path)) {
      return;
    }
    if (path.startsWith("/host/")) {
      String below = path.substring("/host".length());
      // a second look-up follows when an application was retired between the two steps
      for (Optional<BundleApplication> found = whiteboard.find(below);
          found.isPresent();
          found = whiteboard.find(below)) {
        if (found.get().serve(request, response)) {
          return;
        }
      }
    }
    JsonResponses.write(response, 404, ErrorBody.ofStatus(404, path));
  }
}
