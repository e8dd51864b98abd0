package com.virtualpytest.host.host.internal.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.host.internal.generation.Generations;
import com.virtualpytest.host.host.internal.http.DirectAnswers.DirectAnswer;
import com.virtualpytest.host.host.internal.process.Processes;
import com.virtualpytest.host.host.internal.settings.HostSettings;
import com.virtualpytest.host.host.internal.start.SystemStart;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.FrameworkStartLevel;

class HealthAnswersTest {

  private final Generations generations = new Generations();
  private final List<HealthCheckExecutionResult> results = new ArrayList<>();
  private HealthAnswers health;

  @BeforeEach
  void start(@TempDir Path data) throws Exception {
    Bundle framework =
        fake(
            Bundle.class,
            Map.of("getState", Bundle.ACTIVE, "adapt", fake(FrameworkStartLevel.class, level(1))));
    BundleContext context = fake(BundleContext.class, Map.of("getBundle", framework));
    health =
        new HealthAnswers(
            context,
            fake(HealthCheckExecutor.class, Map.of("execute", results)),
            HostSettings.of(Map.of("HOST_DATA_DIR", data.toString())),
            new Readiness(context, null, null, new SystemStart(context)),
            new ServiceStates(fake(Processes.class, Map.of("statuses", List.of()))),
            generations);
    say(1, Result.Status.OK);
  }

  @AfterEach
  void stop() {
    health.stop();
  }

  @Test
  void whatStandsBySaysNothingOfTheHost() {
    generations.standBy(2);
    say(2, Result.Status.CRITICAL);
    assertThat(status()).isEqualTo(200);
  }

  @Test
  void whatServesDoes() {
    say(2, Result.Status.CRITICAL);
    assertThat(status()).isEqualTo(503);
  }

  private int status() {
    return health.get("/host/health").map(DirectAnswer::status).orElseThrow();
  }

  private void say(long bundleId, Result.Status status) {
    ServiceReference<?> reference =
        (ServiceReference<?>)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ServiceReference.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "getProperty" ->
                          switch ((String) arguments[0]) {
                            case Constants.SERVICE_BUNDLEID, Constants.SERVICE_ID -> bundleId;
                            default -> null;
                          };
                      default -> null;
                    });
    results.add(
        fake(
            HealthCheckExecutionResult.class,
            Map.of(
                "getHealthCheckResult", new Result(status, "said"),
                "getHealthCheckMetadata", new HealthCheckMetadata(reference))));
  }

  private static Map<String, Object> level(int level) {
    return Map.of("getStartLevel", level);
  }

  private static <T> T fake(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            HealthAnswersTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.get(method.getName())));
  }
}
