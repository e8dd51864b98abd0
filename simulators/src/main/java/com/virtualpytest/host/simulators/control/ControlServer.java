package com.virtualpytest.host.simulators.control;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The control port of a virtual device that runs as a program of its own: {@code GET /state} tells
 * what it is doing, {@code POST /<verb>?name=value} changes it or makes it fail. Plain text, on
 * loopback only, nothing is protected: it is for tests and demos.
 */
public final class ControlServer implements AutoCloseable {

  /** What a virtual device can be told from outside. Called from any thread. */
  public interface Controls {
    /** One line per fact, {@code name=value}. */
    String state();

    /**
     * Does what {@code verb} says.
     *
     * @param verb the path without its slash, {@code freeze} for example
     * @param parameters those of the query
     * @return one line about what was done
     * @throws IllegalArgumentException the verb or a parameter is wrong; the text says what is
     *     allowed
     */
    String control(String verb, Map<String, String> parameters);
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final Controls controls;

  /**
   * Listens at once.
   *
   * @param port 0 for any free one
   * @throws IOException the port is taken
   */
  public ControlServer(int port, Controls controls) throws IOException {
    this.controls = controls;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "control");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Where it listens. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        String verb = exchange.getRequestURI().getPath().substring(1);
        Map<String, String> parameters = parameters(exchange.getRequestURI().getRawQuery());
        switch (exchange.getRequestMethod()) {
          case "GET" -> answer(exchange, 200, controls.state());
          case "POST" -> answer(exchange, 200, controls.control(verb, parameters));
          default -> answer(exchange, 405, "GET /state or POST /<verb>");
        }
      } catch (IllegalArgumentException e) {
        answer(exchange, 400, e.getMessage());
      }
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (query != null) {
      for (String pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        parameters.put(decode(name), decode(value));
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
