package com.virtualpytest.host.host.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.api.stream.StreamEndpoint;
import com.virtualpytest.host.host.internal.generation.Generations;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** Which of several bundles, or of the generations of one, a client of a stream comes to. */
class StreamsTest {

  private static final String PATH = "/host/echo/{id}";

  private final Generations generations = new Generations();
  private final Streams streams = new Streams(generations);

  @AfterEach
  void stop() {
    streams.stop();
  }

  @Test
  void aGenerationThatStandsByHasNoStreams() throws Exception {
    generations.standBy(2);
    offer("echo", 2);

    assertThat(serves()).isFalse();
  }

  @Test
  void theNextGenerationHasThePathFromTheSwitchOn() {
    offer("echo", 1);
    generations.standBy(2);
    offer("echo", 2);
    assertThatThrownBy(this::serves).hasMessage("came to 1");

    generations.release(2);
    assertThatThrownBy(this::serves).hasMessage("came to 2");
  }

  @Test
  void aGenerationThatIsNeverReleasedKeepsThePathFromNobody() {
    generations.standBy(2);
    offer("echo", 2);
    offer("other", 3);

    assertThatThrownBy(this::serves).hasMessage("came to 3");
  }

  @Test
  void anotherBundleGetsThePathWhenItsOwnerGoes() {
    ServiceReference<StreamEndpoint> owner = offer("echo", 1);
    offer("other", 2);
    assertThatThrownBy(this::serves).hasMessage("came to 1");

    streams.removeEndpoint(null, owner);
    assertThatThrownBy(this::serves).hasMessage("came to 2");
  }

  private boolean serves() throws Exception {
    Map<String, Object> request =
        Map.of(
            "getHeader", "websocket",
            "getRequestURI", "/host/echo/lab",
            "getRemoteAddr", "127.0.0.1");
    return streams.serves(
        fake(HttpServletRequest.class, request), Requests.response(), "/host/echo/lab");
  }

  /** Of an endpoint that says by an exception that somebody came to it. */
  private ServiceReference<StreamEndpoint> offer(String name, long bundleId) {
    Bundle bundle = fake(Bundle.class, Map.of("getSymbolicName", name));
    Map<String, Object> properties =
        Map.of(StreamEndpoint.PATH, PATH, Constants.SERVICE_BUNDLEID, bundleId);
    @SuppressWarnings("unchecked")
    ServiceReference<StreamEndpoint> reference =
        (ServiceReference<StreamEndpoint>)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ServiceReference.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "getProperty" -> properties.get(arguments[0]);
                      case "getBundle" -> bundle;
                      case "equals" -> proxy == arguments[0];
                      case "hashCode" -> (int) bundleId;
                      default -> null;
                    });
    streams.addEndpoint(
        (wish, client) -> {
          throw new IllegalStateException("came to " + bundleId);
        },
        reference);
    return reference;
  }

  private static <T> T fake(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.get(method.getName())));
  }
}
