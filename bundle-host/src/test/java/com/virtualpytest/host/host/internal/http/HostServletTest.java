package com.virtualpytest.host.host.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.virtualpytest.host.host.internal.generation.Generations;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;

/** What the host answers before and without any JAX-RS application. */
class HostServletTest {

  private final Map<String, String> headers = new HashMap<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final Streams streams = new Streams(new Generations());
  private boolean starting;
  private boolean passed = true;
  private int status = 200;

  @AfterEach
  void stop() {
    streams.stop();
  }

  @Test
  void answersDirectly() throws Exception {
    serve("GET", "/host/health");

    assertThat(status).isEqualTo(203);
    assertThat(text()).isEqualTo("{\"word\":\"well\"}");
  }

  @Test
  void aSlashAtTheEndChangesNothing() throws Exception {
    serve("GET", "/host/health/");

    assertThat(status).isEqualTo(203);
  }

  @Test
  void otherMethodsAreRefusedAndTheRightOnesNamed() throws Exception {
    serve("PUT", "/host/health");

    assertThat(status).isEqualTo(405);
    assertThat(headers).containsEntry("Allow", "GET, HEAD, OPTIONS");
    assertThat(text()).contains("METHOD_NOT_ALLOWED");
  }

  @Test
  void aRouteThatIsNotThereYetIsUnavailable() throws Exception {
    starting = true;

    serve("GET", "/host/devices");

    assertThat(status).isEqualTo(503);
    assertThat(headers).containsEntry("Retry-After", "1");
    assertThat(text()).contains("The host is starting");
  }

  @Test
  void aRouteThatIsNotThereIsNotFound() throws Exception {
    serve("GET", "/host/devices");

    assertThat(status).isEqualTo(404);
    assertThat(text()).contains("No such route: /host/devices");
  }

  @Test
  void nothingIsServedToARequestThatTheGateHasNotSeen() throws Exception {
    passed = false;

    serve("GET", "/host/health");

    assertThat(status).isEqualTo(503);
  }

  private void serve(String method, String path) throws Exception {
    Whiteboard nothing =
        new Whiteboard(Requests.nothing(BundleContext.class), null, new Generations());
    new HostServlet(nothing, streams, new Words()).service(request(method, path), response());
    nothing.stop();
  }

  private String text() {
    return body.toString(StandardCharsets.UTF_8);
  }

  private final class Words implements DirectAnswers {
    private record Word(String word) {}

    @Override
    public Optional<DirectAnswer> get(String path) {
      return path.equals("/host/health")
          ? Optional.of(new DirectAnswer(203, new Word("well")))
          : Optional.empty();
    }

    @Override
    public boolean starting() {
      return starting;
    }
  }

  private HttpServletRequest request(String verb, String path) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getMethod" -> verb;
                  case "getRequestURI" -> path;
                  case "getAttribute" -> passed ? true : null;
                  default -> null;
                });
  }

  private HttpServletResponse response() {
    return (HttpServletResponse)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HttpServletResponse.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "setStatus" -> status = (Integer) arguments[0];
                case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
                case "getOutputStream" -> {
                  return new Output();
                }
                default -> {}
              }
              return null;
            });
  }

  private final class Output extends ServletOutputStream {
    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(int b) {
      body.write(b);
    }
  }
}
