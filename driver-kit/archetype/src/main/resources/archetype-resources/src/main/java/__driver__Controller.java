#set( $name = $driver.toLowerCase() )
package ${package};

import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.driver.PowerController;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * One power switch. What is asked here, {@code GET /relay/0/on}, {@code off} and {@code state}, is
 * what the simulator in the tests answers: put in their place what the hardware understands.
 */
final class ${driver}Controller implements PowerController {
  private static final int TIMEOUT_MILLIS = 1000;

  private final String address;
  private final int relay;
  private final DriverContext context;
  private volatile boolean closed;

  ${driver}Controller(String address, int relay, DriverContext context) {
    this.address = address;
    this.relay = relay;
    this.context = context;
  }

  /** Asks the device twice a second from now on. */
  ${driver}Controller begin() {
    context.scheduler().scheduleWithFixedDelay(this::poll, 0, 500, TimeUnit.MILLISECONDS);
    return this;
  }

  @Override
  public Status status() {
    return context.status().current();
  }

  @Override
  public Status probe() throws InterruptedException {
    poll();
    return status();
  }

  @Override
  public void on() throws IOException, InterruptedException {
    ask("on");
  }

  @Override
  public void off() throws IOException, InterruptedException {
    ask("off");
  }

  @Override
  public Relay relay() throws IOException, InterruptedException {
    return ask("state").equals("on") ? Relay.ON : Relay.OFF;
  }

  @Override
  public void close() {
    closed = true;
  }

  private void poll() {
    try {
      relay();
    } catch (IOException e) {
      context.logger().debug("The ${driver} does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String ask(String question) throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (closed) {
      throw new IOException("closed");
    }
    try {
      String answer = get(URI.create("http://" + address + "/relay/" + relay + "/" + question));
      context.status().ready();
      return answer;
    } catch (IOException e) {
      context.status().offline("The ${driver} does not answer", "Look at its power and its network");
      throw e;
    }
  }

  private static String get(URI uri) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    connection.setRequestProperty("Connection", "close"); // nothing is left open
    try (InputStream answer = connection.getInputStream()) {
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
