package com.virtualpytest.host.host.internal.metrics;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** Counts requests as they are answered. Safe for all threads; never blocks. */
@Component(service = RequestTally.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class RequestTally {
  private static final int MOST_ROUTES = 200;
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final String OTHER = "other";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,40}");

  /** Requests of one kind: of a part of the interface, not of each address. */
  record Kind(String method, String route, int status) {}

  private final Map<Kind, LongAdder> counts = new ConcurrentHashMap<>();
  private final Durations durations = new Durations();
  private final LongAdder inFlight = new LongAdder();

  /** A request has come. */
  public long begin() {
    inFlight.increment();
    return System.nanoTime();
  }

  /**
   * A request was handed on. It is counted when its answer is complete.
   *
   * @param begun what {@link #begin} gave
   */
  public void handled(HttpServletRequest request, HttpServletResponse response, long begun) {
    if (request.isAsyncStarted()) {
      try {
        request.getAsyncContext().addListener(new Completion(request, response, begun));
        return;
      } catch (IllegalStateException e) {
        // complete already: counted below
      }
    }
    count(request, response, begun);
  }

  Map<Kind, LongAdder> counts() {
    return counts;
  }

  Durations durations() {
    return durations;
  }

  long inFlight() {
    return inFlight.sum();
  }

  private void count(HttpServletRequest request, HttpServletResponse response, long begun) {
    inFlight.decrement();
    durations.add(Duration.ofNanos(System.nanoTime() - begun));
    int status = response.getStatus();
    String method = METHODS.contains(request.getMethod()) ? request.getMethod() : OTHER;
    String route = status == HttpServletResponse.SC_NOT_FOUND ? OTHER : route(request);
    Kind kind = new Kind(method, route, status);
    if (counts.size() >= MOST_ROUTES && !counts.containsKey(kind)) {
      kind = new Kind(OTHER, OTHER, status);
    }
    counts.computeIfAbsent(kind, some -> new LongAdder()).increment();
  }

  /** The first segment below {@code /host}: it names the part, never a device or a file. */
  private static String route(HttpServletRequest request) {
    String[] segments = request.getRequestURI().split("/", 4);
    String name = segments.length > 2 && segments[1].equals("host") ? segments[2] : OTHER;
    return NAME.matcher(name).matches() ? name : OTHER;
  }

  private final class Completion implements AsyncListener {
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final long begun;

    Completion(HttpServletRequest request, HttpServletResponse response, long begun) {
      this.request = request;
      this.response = response;
      this.begun = begun;
    }

    @Override
    public void onComplete(AsyncEvent event) {
      count(request, response, begun);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      // onComplete follows
    }

    @Override
    public void onError(AsyncEvent event) {
      // onComplete follows
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      event.getAsyncContext().addListener(this);
    }
  }
}
