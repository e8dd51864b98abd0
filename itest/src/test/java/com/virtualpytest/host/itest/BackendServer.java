package com.virtualpytest.host.itest;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands in for the server that hosts register with: strict about what the contract requires, and
 * as forgetful as the real one when it restarts.
 */
final class BackendServer implements AutoCloseable {
  private static final Map<String, List<String>> REQUIRED =
      Map.of(
          "register", List.of("host_name", "host_url", "devices"),
          "ping", List.of("host_name"),
          "unregister", List.of("host_name"));

  private final int port;
  private final Map<String, JsonNode> hosts = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private volatile JsonNode lastPing;
  private HttpServer server;

  BackendServer() throws IOException {
    port = Ports.free();
    start();
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** What a host said when it registered; null while it is not registered. */
  JsonNode host(String name) {
    return hosts.get(name);
  }

  JsonNode lastPing() {
    return lastPing;
  }

  /** What no host may send. */
  List<String> complaints() {
    return complaints;
  }

  List<String> calls() {
    return calls;
  }

  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/server/system/", this::serve);
    server.start();
  }

  /** Ends; all hosts are forgotten. */
  @Override
  public void close() {
    server.stop(0);
    hosts.clear();
  }

  private void serve(HttpExchange exchange) throws IOException {
    String call = exchange.getRequestURI().getPath().replaceAll(".*/", "");
    String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    JsonNode body = Answer.parse(text);
    calls.add(call);
    if (exchange.getRequestHeaders().containsKey("X-API-Key")) {
      complaints.add(call + " gives the key away");
    }
    List<String> missing = new ArrayList<>(REQUIRED.getOrDefault(call, List.of()));
    missing.removeIf(
        field ->
            field.equals("devices")
                ? body.path(field).isArray()
                : !body.path(field).asText().isEmpty());
    if (!missing.isEmpty()) {
      complaints.add(call + " lacks " + missing);
      answer(exchange, 400, "{\"error\":\"Missing required fields\"}");
      return;
    }
    answer(exchange, call, body);
  }

  private void answer(HttpExchange exchange, String call, JsonNode body) throws IOException {
    String name = body.path("host_name").asText();
    boolean known = hosts.containsKey(name);
    switch (call) {
      case "register" -> {
        hosts.put(name, body);
        answer(exchange, 200, "{\"status\":\"success\"}");
      }
      case "ping" -> {
        lastPing = body;
        answer(
            exchange,
            known ? 200 : 404,
            known ? "{\"status\":\"success\"}" : "{\"status\":\"not_registered\"}");
      }
      case "unregister" -> {
        hosts.remove(name);
        answer(exchange, known ? 200 : 404, "{}");
      }
      default -> answer(exchange, 404, "{}");
    }
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
