package com.virtualpytest.host.host.internal.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers as the server does: strict about what it requires, forgetful when it restarts. */
final class StandInServer implements AutoCloseable {
  private final ObjectMapper json = new ObjectMapper();
  private final int port;
  private HttpServer server;
  final Set<String> hosts = ConcurrentHashMap.newKeySet();
  final List<String> calls = new CopyOnWriteArrayList<>();
  volatile JsonNode last;
  volatile int failWith;

  StandInServer() throws IOException {
    start(0);
    port = server.getAddress().getPort();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  void restart() throws IOException {
    close();
    hosts.clear();
    start(port);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void start(int wanted) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 0);
    server.createContext("/server/system/register", this::register);
    server.createContext("/server/system/ping", this::ping);
    server.createContext("/server/system/unregister", this::unregister);
    server.start();
  }

  private void register(HttpExchange exchange) throws IOException {
    JsonNode body = read(exchange, "register");
    boolean complete =
        body.path("host_name").isTextual()
            && !body.path("host_url").asText().isEmpty()
            && body.path("devices").isArray();
    if (failWith != 0 || !complete) {
      answer(exchange, failWith == 0 ? 400 : failWith, "{\"error\":\"Missing required fields\"}");
      return;
    }
    hosts.add(body.path("host_name").asText());
    answer(exchange, 200, "{\"status\":\"success\"}");
  }

  private void ping(HttpExchange exchange) throws IOException {
    JsonNode body = read(exchange, "ping");
    boolean known = hosts.contains(body.path("host_name").asText());
    answer(
        exchange,
        known ? 200 : 404,
        known ? "{\"status\":\"success\"}" : "{\"status\":\"not_registered\"}");
  }

  private void unregister(HttpExchange exchange) throws IOException {
    JsonNode body = read(exchange, "unregister");
    boolean known = hosts.remove(body.path("host_name").asText());
    answer(exchange, known ? 200 : 404, "{}");
  }

  private JsonNode read(HttpExchange exchange, String call) throws IOException {
    calls.add(call);
    last = json.readTree(exchange.getRequestBody());
    return last;
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
