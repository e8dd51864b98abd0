package com.virtualpytest.host.host.internal.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits that Felix HTTP has no properties for: connections, and JSON instead of HTML for requests
 * that fail before any servlet. A connector factory is the one place where Felix hands out the
 * Jetty server; the connector that it wants back is an idle one in memory.
 *
 * <p>Comes and goes with the runtime service, which Felix registers last: while it still reads its
 * server's addresses, it fails at a connector that has none.
 */
@Component(
    reference = @Reference(name = "server", service = HttpServiceRuntime.class),
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class HttpLimits implements ConnectorFactory {

  private static final Logger LOG = LoggerFactory.getLogger(HttpLimits.class);

  private static final int MAX_CONNECTIONS = 512;

  @Override
  public Connector createConnector(Server server) {
    ErrorHandler errors = new JsonErrors();
    server.setErrorHandler(errors);
    for (ServletContextHandler context : server.getContainedBeans(ServletContextHandler.class)) {
      context.setErrorHandler(errors);
    }
    for (Connector connector : server.getConnectors()) {
      HttpConnectionFactory http = connector.getConnectionFactory(HttpConnectionFactory.class);
      if (http != null) {
        configure(http.getHttpConfiguration());
      }
      if (connector instanceof ServerConnector open) {
        LOG.info("Listening on {}:{}", open.getHost(), open.getLocalPort());
      }
      server.addManaged(new NetworkConnectionLimit(MAX_CONNECTIONS, connector));
    }
    return new LocalConnector(server);
  }

  private static void configure(HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setUriCompliance(
        UriCompliance.from("DEFAULT," + UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT.name()));
    http.addCustomizer(HttpLimits::withoutDoubleSlash);
  }

  /** A server that was given a base address with a slash at its end asks for {@code //host/…}. */
  private static Request withoutDoubleSlash(Request request, HttpFields.Mutable headers) {
    HttpURI uri = request.getHttpURI();
    String path = uri.getPath();
    if (path == null || !path.startsWith("//host/")) {
      return request;
    }
    return Request.serveAs(request, HttpURI.build(uri).path(path.substring(1)).asImmutable());
  }

  /** Answers what Jetty refuses by itself in the host's one error shape. */
  private static final class JsonErrors extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      try {
        byte[] body = JsonResponses.bytes(ErrorBody.ofStatus(response.getStatus(), null));
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.write(true, ByteBuffer.wrap(body), callback);
      } catch (IOException e) {
        callback.failed(e);
      }
      return true;
    }
  }
}
