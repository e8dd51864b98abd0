package com.example.shelly;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.virtualpytest.host.tck.Hardware;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A Shelly that is not there. */
public final class VirtualShelly implements Hardware, AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private int port;
  private volatile Duration delay = Duration.ZERO;
  private volatile boolean on;

  /** Starts one on a free port of loopback, and on the same again after it was away. */
  public VirtualShelly() throws IOException {
    this(0);
  }

  /** Starts one on that port. */
  public VirtualShelly(int port) throws IOException {
    this.port = port;
    bringBack();
  }

  /** Runs one until it is ended: to try the driver in a host. */
  public static void main(String[] args) throws IOException {
    VirtualShelly shelly = new VirtualShelly(Integer.parseInt(args[0]));
    System.out.println("A virtual Shelly listens on 127.0.0.1:" + shelly.port());
  }

  /** Its port. */
  public int port() {
    return port;
  }

  /** Whether current flows. */
  public boolean isOn() {
    return on;
  }

  @Override
  public void takeAway() {
    server.stop(0);
    server = null;
  }

  @Override
  public void bringBack() throws IOException {
    delay = Duration.ZERO;
    if (server == null) {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      port = server.getAddress().getPort();
      server.setExecutor(threads);
      server.createContext("/rpc/Switch.GetStatus", this::status);
      server.createContext("/rpc/Switch.Set", this::set);
      server.start();
    }
  }

  @Override
  public void slowDown(Duration answer) {
    delay = answer;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    if (server != null) {
      takeAway();
    }
  }

  private void status(HttpExchange exchange) throws IOException {
    answer(exchange, "{\"id\":0, \"source\":\"init\", \"output\":" + on + "}");
  }

  private void set(HttpExchange exchange) throws IOException {
    boolean before = on;
    on = exchange.getRequestURI().getQuery().contains("on=true");
    answer(exchange, "{\"was_on\":" + before + "}");
  }

  private void answer(HttpExchange exchange, String json) throws IOException {
    try (exchange) {
      Thread.sleep(delay.toMillis());
      byte[] body = json.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it is taken away meanwhile
    }
  }
}
