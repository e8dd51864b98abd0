package com.virtualpytest.host.host.internal.http;

import com.virtualpytest.host.api.http.ErrorCode;
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
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Owns all that is served under {@code /host} and hands each request to the bundle it is for. What
 * the host answers itself, no bundle can take away from it.
 */
@Component(service = Servlet.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@HttpWhiteboardServletPattern({"/host/*", "/websockify"})
@HttpWhiteboardServletAsyncSupported
public final class HostServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final String METHODS = "GET, HEAD, OPTIONS";

  private final transient Whiteboard whiteboard;
  private final transient Streams streams;
  private final transient DirectAnswers direct;

  @Activate
  public HostServlet(
      @Reference Whiteboard whiteboard,
      @Reference Streams streams,
      @Reference DirectAnswers direct) {
    this.whiteboard = whiteboard;
    this.streams = streams;
    this.direct = direct;
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
    if (!Gate.passed(request)) {
      refuseForNow(response);
      return;
    }
    String path = request.getRequestURI();
    if (streams.serves(request, response, path) || answered(request, response, path)) {
      return;
    }
    boolean starting = direct.starting(); // asked first: what comes up meanwhile is found below
    if (path.startsWith("/host/") && served(request, response, path.substring("/host".length()))) {
      return;
    }
    if (starting) {
      refuseForNow(response);
    } else {
      JsonResponses.write(response, 404, ErrorBody.ofStatus(404, path));
    }
  }

  private static void refuseForNow(HttpServletResponse response) throws IOException {
    response.setHeader("Retry-After", "1");
    JsonResponses.error(response, ErrorCode.UNAVAILABLE, "The host is starting", null);
  }

  private boolean served(HttpServletRequest request, HttpServletResponse response, String below)
      throws ServletException, IOException {
    // a second look-up follows when an application was retired between the two steps
    for (Optional<BundleApplication> found = whiteboard.find(below);
        found.isPresent();
        found = whiteboard.find(below)) {
      if (found.get().serve(request, response)) {
        return true;
      }
    }
    return false;
  }

  private boolean answered(HttpServletRequest request, HttpServletResponse response, String path)
      throws IOException {
    Optional<DirectAnswers.DirectAnswer> found =
        direct.get(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    if (found.isEmpty()) {
      return false;
    }
    switch (request.getMethod()) {
      case "GET", "HEAD" -> write(response, found.get());
      case "OPTIONS" -> response.setHeader("Allow", METHODS);
      default -> {
        response.setHeader("Allow", METHODS);
        JsonResponses.write(response, 405, ErrorBody.ofStatus(405, path));
      }
    }
    return true;
  }

  private static void write(HttpServletResponse response, DirectAnswers.DirectAnswer answer)
      throws IOException {
    if (answer.status() == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
      response.setHeader("Retry-After", "1");
    }
    JsonResponses.write(response, answer.status(), answer.body());
  }
}
