#set( $name = $driver.toLowerCase() )
package ${package};

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

/** A ${driver} that is not there. */
public final class Virtual${driver} implements Hardware, AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private int port;
  private volatile Duration delay = Duration.ZERO;
  private volatile boolean on;

  /** Starts one on a free port of loopback, and on the same again after it was away. */
  public Virtual${driver}() throws IOException {
    this(0);
  }

  /** Starts one on that port. */
  public Virtual${driver}(int port) throws IOException {
    this.port = port;
    bringBack();
  }

  /** Runs one until it is ended: to try the driver in a host. */
  public static void main(String[] args) throws IOException {
    Virtual${driver} simulator = new Virtual${driver}(Integer.parseInt(args[0]));
    System.out.println("A virtual ${driver} listens on 127.0.0.1:" + simulator.port());
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
      server.createContext("/relay/0/on", exchange -> set(exchange, true));
      server.createContext("/relay/0/off", exchange -> set(exchange, false));
      server.createContext("/relay/0/state", this::answer);
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

  private void set(HttpExchange exchange, boolean wanted) throws IOException {
    on = wanted;
    answer(exchange);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Thread.sleep(delay.toMillis());
      byte[] body = (on ? "on" : "off").getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it is taken away meanwhile
    }
  }
}
