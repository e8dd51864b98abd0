package com.virtualpytest.host.host.internal.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Talks to the server over HTTP. For one thread at a time; it blocks, within limits. */
final class ServerClient {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int LOOK_MILLIS = 2000;

  private final URI base;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  ServerClient(URI base) {
    this.base = base;
  }

  /**
   * What the server answered.
   *
   * @param body a missing node when it was no JSON
   */
  record Reply(int status, JsonNode body) {
    boolean ok() {
      return status == 200;
    }

    /** True when the server does not know this host any more. */
    boolean notRegistered() {
      return status == 404 && body.path("status").asText().equals("not_registered");
    }
  }

  /**
   * Sends a body and waits for the answer.
   *
   * @throws IOException the server did not answer
   */
  Reply post(String path, Map<String, ?> body, Duration limit)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(limit)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
            .build();
    HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    return new Reply(answer.statusCode(), parsed(answer.body()));
  }

  /** Whether something listens at the server's address. */
  boolean listens() {
    int port = base.getPort();
    if (port < 0) {
      port = base.getScheme().equals("https") ? 443 : 80;
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(base.getHost(), port), LOOK_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private JsonNode parsed(byte[] body) throws IOException {
    try {
      JsonNode parsed = json.readTree(body);
      return parsed == null ? MissingNode.getInstance() : parsed;
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      return MissingNode.getInstance();
    }
  }
}
