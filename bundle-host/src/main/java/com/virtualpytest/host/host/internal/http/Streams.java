package com.virtualpytest.host.host.internal.http;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.api.stream.ByteStream;
import com.virtualpytest.host.api.stream.StreamEndpoint;
import com.virtualpytest.host.api.stream.StreamRequest;
import com.virtualpytest.host.host.internal.generation.Generations;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServerContainer;
import org.glassfish.jersey.uri.UriTemplate;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the byte streams of bundles as WebSockets. Does the upgrade, keeps connections alive, and
 * ends them when their bundle goes: without that an open socket would go on talking to it.
 */
@Component(service = Streams.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class Streams {

  private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

  /** Proxies on the way close connections that are silent for a minute. */
  private static final long PING_SECONDS = 25;

  private record Offer(
      ServiceReference<StreamEndpoint> reference, StreamEndpoint endpoint, UriTemplate template) {

    String path() {
      return template.getTemplate();
    }

    String shape() {
      return RouteTable.Route.shape(path());
    }

    long bundleId() {
      return (Long) reference.getProperty(Constants.SERVICE_BUNDLEID);
    }

    String owner() {
      Bundle bundle = reference.getBundle();
      return bundle == null ? "a bundle that is gone" : bundle.getSymbolicName();
    }
  }

  private final Generations generations;

  /** Of those for one path the first counts that does not stand by; changed under this. */
  private final List<Offer> offers = new CopyOnWriteArrayList<>();

  private final Map<ServiceReference<StreamEndpoint>, Set<StreamSocket>> sockets =
      new ConcurrentHashMap<>();
  private final ScheduledExecutorService pinger =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "stream-ping");
            thread.setDaemon(true);
            return thread;
          });

  private final ScheduledFuture<?> pings;

  @Activate
  public Streams(@Reference Generations generations) {
    this.generations = generations;
    pings = pinger.scheduleWithFixedDelay(this::ping, PING_SECONDS, PING_SECONDS, TimeUnit.SECONDS);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeEndpoint")
  void addEndpoint(StreamEndpoint endpoint, ServiceReference<StreamEndpoint> reference) {
    Object path = reference.getProperty(StreamEndpoint.PATH);
    if (path instanceof String text && (text.startsWith("/host/") || text.equals("/websockify"))) {
      offer(new Offer(reference, endpoint, new UriTemplate(text)));
    } else {
      LOG.warn(
          "{}: a stream needs a path below /host/ in {}",
          reference.getBundle().getSymbolicName(),
          StreamEndpoint.PATH);
    }
  }

  /** A path has one owner; another bundle gets it when that one goes, another generation next. */
  private synchronized void offer(Offer wanted) {
    for (int i = 0; i < offers.size(); i++) {
      Offer offer = offers.get(i);
      if (offer.shape().equals(wanted.shape())) {
        if (wanted.owner().equals(offer.owner())) {
          offers.add(i, wanted);
          return;
        }
        if (!generations.standsBy(offer.bundleId())) {
          LOG.warn("{}: stream {} belongs to {}", wanted.owner(), wanted.path(), offer.owner());
        }
      }
    }
    offers.add(wanted);
  }

  void removeEndpoint(StreamEndpoint endpoint, ServiceReference<StreamEndpoint> reference) {
    synchronized (this) {
      offers.removeIf(offer -> offer.reference().equals(reference));
    }
    Set<StreamSocket> open = sockets.remove(reference);
    if (open != null) {
      open.forEach(StreamSocket::moved);
    }
  }

  void stop() {
    pings.cancel(false);
    pinger.shutdown();
    sockets.values().forEach(open -> open.forEach(StreamSocket::moved));
  }

  /** True when the path is a stream's and the request has been answered or upgraded. */
  boolean serves(HttpServletRequest request, HttpServletResponse response, String path)
      throws IOException {
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      return false; // a resource may answer plain requests at the same path
    }
    Map<String, String> parameters = new HashMap<>();
    Optional<Offer> found =
        offers.stream()
            .filter(offer -> !generations.standsBy(offer.bundleId()))
            .filter(offer -> offer.template().match(path, parameters))
            .findFirst();
    if (found.isEmpty()) {
      return false;
    }
    try {
      upgrade(found.get(), request, response, parameters);
    } catch (ApiException e) {
      JsonResponses.write(response, e.code().status(), ErrorBody.of(e));
    }
    return true;
  }

  private void upgrade(
      Offer offer,
      HttpServletRequest request,
      HttpServletResponse response,
      Map<String, String> parameters)
      throws IOException {
    StreamRequest wish =
        new StreamRequest(
            request.getRequestURI(),
            parameters,
            query(request.getQueryString()),
            request.getRemoteAddr());
    StreamSocket socket = new StreamSocket(gone -> forget(offer.reference(), gone));
    ByteStream stream = offer.endpoint().open(wish, socket);
    socket.attach(stream);
    boolean upgraded = false;
    try {
      upgraded = upgraded(socket, request, response);
    } finally {
      if (!upgraded) {
        stream.closed();
      }
    }
    if (upgraded) {
      remember(offer.reference(), socket);
    } else if (!response.isCommitted()) {
      JsonResponses.error(response, ErrorCode.BAD_REQUEST, "Not a valid WebSocket request", null);
    }
  }

  private static boolean upgraded(
      StreamSocket socket, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    JettyWebSocketServerContainer container =
        JettyWebSocketServerContainer.getContainer(request.getServletContext());
    return container.upgrade(
        (upgradeRequest, upgradeResponse) -> {
          if (upgradeRequest.hasSubProtocol("binary")) {
            upgradeResponse.setAcceptedSubProtocol("binary");
          }
          return socket;
        },
        request,
        response);
  }

  private void remember(ServiceReference<StreamEndpoint> reference, StreamSocket socket) {
    sockets.computeIfAbsent(reference, key -> ConcurrentHashMap.newKeySet()).add(socket);
    boolean gone = offers.stream().noneMatch(offer -> offer.reference().equals(reference));
    if (gone) {
      socket.moved();
    }
    if (socket.isClosed()) {
      forget(reference, socket);
    }
  }

  private void forget(ServiceReference<StreamEndpoint> reference, StreamSocket socket) {
    Set<StreamSocket> open = sockets.get(reference);
    if (open != null) {
      open.remove(socket);
    }
  }

  /** Keeps connections alive, and ends those whose clients do not answer. */
  void ping() {
    sockets.values().forEach(open -> open.forEach(StreamSocket::ping));
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> values = new HashMap<>();
    if (raw != null) {
      for (String pair : raw.split("&")) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        if (!name.isEmpty() && !name.equals("ticket")) {
          values.putIfAbsent(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
      }
    }
    return values;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ApiException(ErrorCode.BAD_REQUEST, "The query is malformed");
    }
  }
}
