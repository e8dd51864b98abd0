package com.virtualpytest.host.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebSocketIT {
  private static final String PATH = "/host/echo/lab";

  private DropInHost host;

  @BeforeAll
  void boot(@TempDir Path folder) throws IOException {
    host = DropInHost.in(folder, "ALLOWED_ORIGINS", "https://console.example.org");
    host.deploy(FixtureBundle.named("echo"));
  }

  @AfterAll
  void stop() {
    host.close();
  }

  private WebSocket.Builder withKey() {
    return host.client().http().newWebSocketBuilder().header("X-API-Key", HostLaunch.KEY);
  }

  private WebSocket connect(WebSocket.Builder builder, String path, Listener listener) {
    return builder.buildAsync(host.client().uri("ws", path), listener).join();
  }

  private void assertRefused(WebSocket.Builder builder, String path, int status) {
    assertThatThrownBy(() -> connect(builder, path, new Listener()))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(status));
  }

  @Test
  void bytesGoBothWays() throws InterruptedException {
    Listener listener = new Listener();
    WebSocket socket = connect(withKey(), PATH, listener);
    assertThat(listener.next()).isEqualTo("lab");

    socket.sendBinary(ByteBuffer.wrap("over".getBytes(StandardCharsets.UTF_8)), true).join();

    assertThat(listener.next()).isEqualTo("over");
    socket.abort();
  }

  @Test
  void aTicketOpensASocketOnce() throws InterruptedException {
    String ticket =
        host.client().post("/host/tickets", "{\"path\":\"" + PATH + "\"}").text("ticket");
    Listener listener = new Listener();
    WebSocket.Builder keyless = host.client().http().newWebSocketBuilder();
    WebSocket socket = connect(keyless, PATH + "?ticket=" + ticket, listener);

    assertThat(listener.next()).isEqualTo("lab");
    assertRefused(host.client().http().newWebSocketBuilder(), PATH + "?ticket=" + ticket, 401);
    socket.abort();
  }

  @Test
  void withoutKeyAndTicketThereIsNoSocket() {
    assertRefused(host.client().http().newWebSocketBuilder(), PATH, 401);
  }

  @Test
  void aForeignPageGetsNoSocket() {
    assertRefused(withKey().header("Origin", "https://evil.example"), PATH, 403);
  }

  @Test
  void anAllowedPageGetsASocket() throws InterruptedException {
    Listener listener = new Listener();
    WebSocket socket =
        connect(withKey().header("Origin", "https://console.example.org"), PATH, listener);

    assertThat(listener.next()).isEqualTo("lab");
    socket.abort();
  }

  @Test
  void aPathThatIsNoStreamIs404() {
    assertRefused(withKey(), "/host/echo", 404);
  }

  @Test
  void anUpdateOfTheBundleAsksItsClientsToConnectAgain() throws Exception {
    Listener listener = new Listener();
    connect(withKey(), PATH, listener);
    assertThat(listener.next()).isEqualTo("lab");

    host.data().put(FixtureBundle.named("echo").withVersion("1.0.1"));

    assertThat(listener.closed.get(60, TimeUnit.SECONDS)).isEqualTo(1012);
    host.awaitBundle("fixture.echo", b -> b.path("version").asText().equals("1.0.1"));
    host.awaitBundle("fixture.echo", b -> b.path("state").asText().equals("ready"));
  }

  @Test
  void aPathGoesToWhoWasRefusedOnceItsOwnerIsGone() throws Exception {
    host.deploy(FixtureBundle.named("echo").as("echo2"));
    takeOut("echo");
    Listener listener = new Listener();
    WebSocket socket = connect(withKey(), PATH, listener);

    assertThat(listener.next()).isEqualTo("lab");
    socket.abort();
    takeOut("echo2");
    host.deploy(FixtureBundle.named("echo"));
  }

  private void takeOut(String name) throws IOException {
    host.data().remove(name + ".jar");
    host.process()
        .awaitTrue(
            name + " is gone",
            () ->
                host.bundles().stream()
                    .noneMatch(bundle -> bundle.path("name").asText().equals("fixture." + name)));
  }

  /** Collects what comes. */
  private static final class Listener implements WebSocket.Listener {
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    String next() throws InterruptedException {
      return received.poll(60, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      received.add(StandardCharsets.UTF_8.decode(data).toString());
      return WebSocket.Listener.super.onBinary(socket, data, last);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code);
      return null;
    }
  }
}
