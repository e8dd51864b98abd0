package com.virtualpytest.host.host.internal.http;

import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.console.ConsoleAccess;
import com.virtualpytest.host.host.internal.metrics.RequestTally;
import com.virtualpytest.host.host.internal.origin.Origins;
import com.virtualpytest.host.host.internal.settings.HostSettings;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.Preprocessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees every request before anything else does, whatever servlet a bundle has registered: closes
 * what is not the host's, and asks for the key before routing. Query strings are never logged.
 */
@Component(
    service = {Preprocessor.class, Gate.class},
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class Gate implements Preprocessor {

  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  /** Attribute of a request that may go on. */
  private static final String PASSED = Gate.class.getName();

  private final Access access;
  private final ApiKey apiKey;
  private final ConsoleAccess console;
  private final Origins origins;
  private final RequestTally tally;
  private final StreamSignatures signatures;
  private final Tickets tickets = new Tickets(Clock.systemUTC());

  @Activate
  public Gate(
      @Reference HostSettings settings,
      @Reference ConsoleAccess console,
      @Reference RequestTally tally,
      @Reference StreamSignatures signatures) {
    this.console = console;
    this.tally = tally;
    this.signatures = signatures;
    this.access = new Access(!"key".equals(settings.get("STREAM_AUTH", "open")));
    this.apiKey = new ApiKey(settings.get("API_KEY"));
    this.origins = new Origins(settings);
  }

  Tickets tickets() {
    return tickets;
  }

  /**
   * Whether a request came this way. It did not while the server has the host's servlet already and
   * its gate not yet.
   */
  static boolean passed(HttpServletRequest request) {
    return request.getAttribute(PASSED) != null;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    HttpServletResponse answer = (HttpServletResponse) response;
    long begun = tally.begin();
    try {
      if (passes(http, answer)) {
        request.setAttribute(PASSED, true);
        chain.doFilter(request, response);
      }
    } finally {
      tally.handled(http, answer, begun);
    }
    UnreadBody.drain(http, changesBundles(http) ? UnreadBody.UPLOAD : UnreadBody.USUAL);
    LOG.debug("{} {} {}", http.getMethod(), http.getRequestURI(), answer.getStatus());
  }

  /** True when the request may go on; else it has been answered. */
  private boolean passes(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getRequestURI();
    Access.Rule rule = access.rule(path);
    if (rule == Access.Rule.AMBIGUOUS) {
      JsonResponses.error(
          response, ErrorCode.BAD_REQUEST, "The path has an ambiguous spelling", null);
      return false;
    }
    if (rule == Access.Rule.CLOSED) {
      JsonResponses.write(response, 404, ErrorBody.ofStatus(404, path));
      return false;
    }
    if (rule == Access.Rule.CONSOLE) {
      return console.check(request, response);
    }
    if (webSocket(request) && foreign(request)) {
      JsonResponses.error(
          response,
          ErrorCode.FORBIDDEN,
          "This page may not open WebSockets to this host",
          "Add its origin to ALLOWED_ORIGINS");
      return false;
    }
    if (answeredPreflight(request, response)) {
      return false;
    }
    if (rule == Access.Rule.KEY && changesBundles(request)) {
      return console.checkChange(request, response);
    }
    return rule == Access.Rule.OPEN || authorized(request, response, path);
  }

  private static boolean changesBundles(HttpServletRequest request) {
    return Access.changesBundles(request.getMethod(), request.getRequestURI());
  }

  private boolean authorized(HttpServletRequest request, HttpServletResponse response, String path)
      throws IOException {
    if (signatures.good(path, request.getQueryString())) {
      return true;
    }
    String ticket = "GET".equals(request.getMethod()) ? ticket(request.getQueryString()) : null;
    if (ticket != null && tickets.redeem(ticket, path)) {
      return true;
    }
    Optional<Map<String, String>> refusal = apiKey.refusal(request);
    if (refusal.isPresent()) {
      JsonResponses.write(response, 401, refusal.get());
      return false;
    }
    return true;
  }

  /** Browsers ask before they send a key from a page of another origin; that asking has no key. */
  private boolean answeredPreflight(HttpServletRequest request, HttpServletResponse response) {
    String origin = request.getHeader("Origin");
    if (origin == null || !origins.allows(origin)) {
      return false;
    }
    response.setHeader("Access-Control-Allow-Origin", origin);
    response.addHeader("Vary", "Origin");
    response.setHeader("Access-Control-Allow-Credentials", "true");
    if (!"OPTIONS".equals(request.getMethod())
        || request.getHeader("Access-Control-Request-Method") == null) {
      return false;
    }
    response.setHeader("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE, OPTIONS");
    response.setHeader(
        "Access-Control-Allow-Headers",
        "Authorization, Content-Type, Last-Event-ID, Range, X-API-Key");
    response.setHeader("Access-Control-Max-Age", "600");
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    return true;
  }

  private boolean foreign(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    return origin != null && !origins.allows(origin);
  }

  private static boolean webSocket(HttpServletRequest request) {
    return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
  }

  /** Taken from the raw query: the parameter methods would read a form body. */
  private static String ticket(String query) {
    if (query == null) {
      return null;
    }
    for (String pair : query.split("&")) {
      if (pair.startsWith("ticket=")) {
        try {
          return URLDecoder.decode(pair.substring(7), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
          return null;
        }
      }
    }
    return null;
  }
}
