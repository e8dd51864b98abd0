package com.virtualpytest.host.itest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Talks to one host. Requests carry the key unless they are built from {@link #request}. */
final class Client {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final int port;

  Client(int port) {
    this.port = port;
  }

  HttpClient http() {
    return http;
  }

  URI uri(String scheme, String path) {
    return URI.create(scheme + "://127.0.0.1:" + port + path);
  }

  /** A request without the key. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri("http", path)).timeout(PATIENCE);
  }

  HttpRequest.Builder keyed(String path) {
    return request(path).header("X-API-Key", HostLaunch.KEY);
  }

  Answer get(String path) {
    return send(keyed(path));
  }

  Answer getWithoutKey(String path) {
    return send(request(path));
  }

  Answer post(String path, String json) {
    return send(
        keyed(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
  }

  /** As the server posts when it has nothing to say: no body, no content type. */
  Answer postNothing(String path) {
    return send(keyed(path).POST(BodyPublishers.noBody()));
  }

  Answer send(HttpRequest.Builder request) {
    try {
      return Answer.of(http.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Sends bytes as they are and reads until the host closes: for what no HTTP library would send.
   */
  String raw(String request) throws IOException {
    return raw(request, () -> {}, "");
  }

  /** The same, with something done before the rest of the bytes is sent. */
  String raw(String request, Runnable meanwhile, String rest) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      meanwhile.run();
      socket.getOutputStream().write(rest.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
