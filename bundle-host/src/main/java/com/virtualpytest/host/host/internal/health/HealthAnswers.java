package com.virtualpytest.host.host.internal.health;

import com.virtualpytest.host.host.internal.generation.Generations;
import com.virtualpytest.host.host.internal.http.DirectAnswers;
import com.virtualpytest.host.host.internal.settings.HostSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Health for people and orchestrators. Unhealthy only when the API cannot do its work: a dead
 * device or process makes the host degraded, because restarting it would not mend that. Until all
 * bundles have come up the API itself is {@code starting}.
 */
@Component(service = DirectAnswers.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class HealthAnswers implements DirectAnswers {

  /** Checks whose failure makes the host unhealthy. */
  static final String CRITICAL_TAG = "host";

  /** Checks whose failure makes the host degraded. */
  static final String DEGRADING_TAG = "devices";

  private static final Logger LOG = LoggerFactory.getLogger(HealthAnswers.class);

  /** How old a good result may be. One that is not good is asked for anew each time. */
  private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);

  private static final long REFRESH_SECONDS = 1;

  private final HealthCheckExecutor executor;
  private final HostSettings settings;
  private final Readiness readiness;
  private final ServiceStates services;
  private final Generations generations;
  private final Bundle framework;

  /** When the checks of a tag were last all well. */
  private final Map<String, Long> well = new ConcurrentHashMap<>();

  private final ScheduledExecutorService refresher =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "health");
            thread.setDaemon(true);
            return thread;
          });

  private final AtomicBoolean refreshing = new AtomicBoolean();

  /** The seed's answer: exactly these fields. */
  public record Health(String status, String hostName, Map<String, String> services) {}

  /** One word. */
  public record Word(String status) {}

  @Activate
  public HealthAnswers(
      BundleContext context,
      @Reference HealthCheckExecutor executor,
      @Reference HostSettings settings,
      @Reference Readiness readiness,
      @Reference ServiceStates services,
      @Reference Generations generations) {
    this.executor = executor;
    this.settings = settings;
    this.readiness = readiness;
    this.services = services;
    this.generations = generations;
    this.framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
  }

  /** Ends the refreshing. */
  @Deactivate
  public void stop() {
    refresher.shutdownNow();
  }

  @Override
  public Optional<DirectAnswer> get(String path) {
    return switch (path) {
      case "/host/health" -> Optional.of(health());
      case "/host/health/live" -> Optional.of(new DirectAnswer(200, new Word("live")));
      case "/host/health/ready" -> Optional.of(ready());
      default -> Optional.empty();
    };
  }

  @Override
  public boolean starting() {
    return !readiness.settled();
  }

  private DirectAnswer health() {
    boolean able = isUp() && ok(CRITICAL_TAG);
    Map<String, String> states = new TreeMap<>(services.states());
    states.put("flask", !able ? "failed" : starting() ? "starting" : "running");
    boolean complete = ok(DEGRADING_TAG) && states.values().stream().allMatch("running"::equals);
    String status = !able ? "unhealthy" : complete ? "healthy" : "degraded";
    return new DirectAnswer(able ? 200 : 503, new Health(status, settings.hostName(), states));
  }

  private DirectAnswer ready() {
    return readiness.ready()
        ? new DirectAnswer(200, new Word("ready"))
        : new DirectAnswer(503, new Word("starting"));
  }

  private boolean isUp() {
    int state = framework.getState();
    return state == Bundle.STARTING || state == Bundle.ACTIVE;
  }

  /**
   * Whether all checks of a tag are well. To run them takes 50 ms, the step in which their executor
   * waits for them; from the first question on they are run every second, and a good result is
   * answered at once.
   */
  private boolean ok(String tag) {
    if (refreshing.compareAndSet(false, true)) {
      var unused =
          refresher.scheduleWithFixedDelay(
              this::refresh, REFRESH_SECONDS, REFRESH_SECONDS, TimeUnit.SECONDS);
    }
    Long last = well.get(tag);
    return (last != null && System.nanoTime() - last < FRESH_NANOS) || check(tag);
  }

  private void refresh() {
    try {
      check(CRITICAL_TAG);
      check(DEGRADING_TAG);
    } catch (RuntimeException e) {
      LOG.warn("The health checks cannot be run", e);
    }
  }

  private boolean check(String tag) {
    List<HealthCheckExecutionResult> results =
        executor.execute(HealthCheckSelector.tags(tag)).stream().filter(this::counts).toList();
    // none at all: the checks have not come up yet
    boolean good =
        !results.isEmpty()
            && results.stream()
                .allMatch(result -> result.getHealthCheckResult().getStatus() == Result.Status.OK);
    if (good) {
      well.put(tag, System.nanoTime());
    } else {
      well.remove(tag);
    }
    return good;
  }

  /** What a generation says that does not serve yet is no word on this host. */
  private boolean counts(HealthCheckExecutionResult result) {
    Object bundle =
        result
            .getHealthCheckMetadata()
            .getServiceReference()
            .getProperty(Constants.SERVICE_BUNDLEID);
    return !generations.standsBy((Long) bundle);
  }
}
