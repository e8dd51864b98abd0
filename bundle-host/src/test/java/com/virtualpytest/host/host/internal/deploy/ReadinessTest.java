package com.virtualpytest.host.host.internal.deploy;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Whose fault a bad health check is. */
class ReadinessTest {

  private static final HealthCheck CRITICAL = () -> new Result(Result.Status.CRITICAL, "no");

  private final CountDownLatch letGo = new CountDownLatch(1);
  private final Map<Object, HealthCheck> checks = new HashMap<>();

  @AfterEach
  void end() {
    letGo.countDown();
  }

  @Test
  void aCriticalOneOfTheNewGenerationIs() {
    assertThatThrownBy(() -> check(() -> new Result(Result.Status.OK, "well"), CRITICAL))
        .hasMessage("Its health check null is CRITICAL");
  }

  @Test
  void oneThatHangsSaysThatIt() {
    assertThatThrownBy(() -> check(CRITICAL, this::hang))
        .hasMessageStartingWith("Stuck in its health check: it did not return");
  }

  @Test
  void oneOfTheOldGenerationThatHangsIsNotHeldAgainstTheNewOne() {
    assertThatCode(() -> check(this::hang, CRITICAL)).doesNotThrowAnyException();
  }

  @Test
  void oneOfTheOldGenerationThatFailsIsNotEither() {
    HealthCheck failing =
        () -> {
          throw new IllegalStateException("broken");
        };
    assertThatCode(() -> check(failing, CRITICAL)).doesNotThrowAnyException();
  }

  private void check(HealthCheck old, HealthCheck next) throws Exception {
    BundleContext context =
        fake(
            BundleContext.class,
            (name, argument) -> name.equals("getService") ? checks.get(argument) : false);
    new Readiness(context, () -> null, bundle -> List.of(), new TimeLimit(Duration.ofMillis(200)))
        .check(bundle(old), bundle(next));
  }

  /** Ignores interruption. */
  private Result hang() {
    while (letGo.getCount() > 0) {
      try {
        letGo.await();
      } catch (InterruptedException e) {
        // deaf on purpose
      }
    }
    return new Result(Result.Status.OK, "late");
  }

  private Bundle bundle(HealthCheck check) {
    ServiceReference<?> reference =
        fake(
            ServiceReference.class,
            (name, argument) ->
                switch (name) {
                  case "getProperty" ->
                      "objectClass".equals(argument)
                          ? new String[] {HealthCheck.class.getName()}
                          : null;
                  case "hashCode" -> check.hashCode();
                  case "equals" -> argument.hashCode() == check.hashCode();
                  default -> null;
                });
    checks.put(reference, check);
    return fake(
        Bundle.class,
        (name, argument) ->
            name.equals("getRegisteredServices") ? new ServiceReference<?>[] {reference} : null);
  }

  private interface Answers {
    Object of(String method, Object argument);
  }

  private static <T> T fake(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            ReadinessTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                answers.of(method.getName(), arguments == null ? null : arguments[0])));
  }
}
