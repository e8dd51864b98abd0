package com.virtualpytest.host.host.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.stream.ByteStream;
import com.virtualpytest.host.api.stream.StreamClient;
import com.virtualpytest.host.api.stream.StreamEndpoint;
import com.virtualpytest.host.host.internal.generation.Generations;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** Signs of life on WebSockets of a real server. */
class StreamPingsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PATH = "/host/echo/lab";

  private final Streams streams = new Streams(new Generations());
  private final Server server =
      new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  private volatile StreamSocket opened;
  private final StringBuffer received = new StringBuffer();
  private volatile boolean closed;

  @BeforeEach
  void start() throws Exception {
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(new Upgrades()), "/*");
    JettyWebSocketServletContainerInitializer.configure(context, null);
    server.setHandler(context);
    server.start();
    streams.addEndpoint((request, client) -> new Recorder(client), reference());
  }

  @AfterEach
  void stop() throws Exception {
    streams.stop();
    server.stop();
  }

  private final class Upgrades extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      streams.serves(request, response, request.getRequestURI());
    }
  }

  /** The bundle's end. */
  private final class Recorder implements ByteStream {
    private final StreamClient client;

    Recorder(StreamClient client) {
      this.client = client;
    }

    @Override
    public void opened() {
      opened = (StreamSocket) client;
    }

    @Override
    public void receive(ByteBuffer bytes) {
      received.append(StandardCharsets.UTF_8.decode(bytes));
    }

    @Override
    public void closed() {
      closed = true;
    }
  }

  @SuppressWarnings("unchecked")
  private static ServiceReference<StreamEndpoint> reference() {
    return (ServiceReference<StreamEndpoint>)
        Proxy.newProxyInstance(
            StreamPingsTest.class.getClassLoader(),
            new Class<?>[] {ServiceReference.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getProperty" -> arguments[0].equals(Constants.SERVICE_BUNDLEID) ? 1L : PATH;
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> proxy == arguments[0];
                  default -> null;
                });
  }

  private int port() {
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }

  private void awaitOpened() {
    await().atMost(PATIENCE).until(() -> opened != null);
  }

  @Test
  void aClientThatAnswersStaysAndIsHeard() {
    WebSocket client =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + port() + PATH), new WebSocket.Listener() {})
            .join();
    awaitOpened();
    for (int i = 0; i < 4; i++) {
      streams.ping();
      await().atMost(PATIENCE).until(() -> opened.unanswered() == 0);
    }

    client.sendText("still here", true).join();

    await().atMost(PATIENCE).until(() -> received.toString().equals("still here"));
    assertThat(closed).isFalse();
    client.abort();
    await().atMost(PATIENCE).until(() -> closed);
  }

  /** As one that hangs, or whose machine has lost its network. */
  @Test
  void aClientThatOwesAnswersIsDisconnected() throws IOException {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port())) {
      String request =
          """
          GET %s HTTP/1.1
          Host: x
          Connection: Upgrade
          Upgrade: websocket
          Sec-WebSocket-Version: 13
          Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

          """
              .formatted(PATH)
              .replace("\n", "\r\n");
      client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      awaitOpened();
      streams.ping();
      streams.ping();
      assertThat(opened.unanswered()).isEqualTo(2);
      assertThat(closed).isFalse();

      streams.ping();

      await().atMost(PATIENCE).until(() -> closed);
    }
  }
}
