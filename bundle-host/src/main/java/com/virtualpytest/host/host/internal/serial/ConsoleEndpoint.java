package com.virtualpytest.host.host.internal.serial;

import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.SerialController;
import com.virtualpytest.host.api.driver.SerialController.Keyboard;
import com.virtualpytest.host.api.driver.SerialController.Output;
import com.virtualpytest.host.api.driver.SerialController.Position;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.api.stream.ByteStream;
import com.virtualpytest.host.api.stream.StreamClient;
import com.virtualpytest.host.api.stream.StreamEndpoint;
import com.virtualpytest.host.api.stream.StreamRequest;
import com.virtualpytest.host.host.internal.http.Watchers;
import com.virtualpytest.host.host.internal.lease.Leases;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code /host/serial/{device_id}/console}: a console as a WebSocket, bytes both ways. {@code
 * ?mode=watch} only looks; without it the client takes the keyboard, and is refused when somebody
 * else has it, unless it says {@code ?takeover=true}. {@code ?from=} begins at an offset that is
 * still kept. {@code ?lease=} is the lease under which the client types, as in commands: it is
 * refused, or disconnected with its next keystroke, once that has ended.
 */
@Component(
    property = StreamEndpoint.PATH + "=/host/serial/{device_id}/console",
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class ConsoleEndpoint implements StreamEndpoint {
  private static final int PIECE = 64 * 1024;
  private static final Duration WAIT = Duration.ofSeconds(5);

  private final Consoles consoles;
  private final Watchers watchers;
  private final Leases leases;

  @Activate
  public ConsoleEndpoint(
      @Reference Consoles consoles, @Reference Watchers watchers, @Reference Leases leases) {
    this.consoles = consoles;
    this.watchers = watchers;
    this.leases = leases;
  }

  @Override
  public ByteStream open(StreamRequest request, StreamClient client) {
    Map<String, String> query = request.query();
    String device = request.parameters().get("device_id");
    SerialController console = consoles.open(device);
    long from = from(query.get("from"), console.position());
    if ("watch".equals(query.get("mode"))) {
      return new Session(console, null, Optional::empty, from, client, watchers);
    }
    long number = SerialResource.number("lease", query.get("lease"), -1, Long.MAX_VALUE);
    Long lease = number < 0 ? null : number;
    leases.require(device, lease);
    Keyboard keyboard =
        console.keyboard(
            "WebSocket client " + request.remoteAddress(),
            "true".equals(query.get("takeover")),
            () -> client.close("somebody else has taken the keyboard over"));
    if (keyboard == null) {
      throw new ApiException(
          ErrorCode.CONFLICT,
          console.position().typist() + " has the keyboard",
          "?mode=watch only looks, ?takeover=true takes it over",
          device);
    }
    return new Session(
        console, keyboard, () -> leases.refusal(device, lease), from, client, watchers);
  }

  /** There is no word here for what is missed: who would miss something is told at once. */
  private static long from(String asked, Position position) {
    long from = SerialResource.number("from", asked, position.end(), Long.MAX_VALUE);
    if (from < position.oldest()) {
      throw new ApiException(
          ErrorCode.BAD_REQUEST,
          "from must be " + position.oldest() + " or more: the rest is gone");
    }
    return from;
  }

  /** One client. */
  private static final class Session implements ByteStream {
    private final SerialController console;
    private final Keyboard keyboard;
    private final Supplier<Optional<CommandResult>> refusal;
    private final StreamClient client;
    private final Watchers watchers;
    private long next;
    private Thread pump; // guarded by this
    private volatile boolean closed;

    Session(
        SerialController console,
        Keyboard keyboard,
        Supplier<Optional<CommandResult>> refusal,
        long from,
        StreamClient client,
        Watchers watchers) {
      this.console = console;
      this.keyboard = keyboard;
      this.refusal = refusal;
      this.next = from;
      this.client = client;
      this.watchers = watchers;
    }

    @Override
    public void opened() {
      watchers.start(this::pump);
    }

    private void pump() {
      serving(Thread.currentThread());
      try {
        while (!closed) {
          Output output = read();
          next = output.next();
          if (output.bytes().hasRemaining()) {
            client.send(output.bytes());
          }
        }
      } catch (IOException | InterruptedException e) {
        return; // the client has gone, or was asked to connect again
      } finally {
        serving(null);
      }
    }

    /** The thread serves others afterwards: it must not be interrupted for this client then. */
    private synchronized void serving(Thread thread) {
      pump = thread;
      if (thread == null) {
        Thread.interrupted();
      }
    }

    private Output read() throws IOException, InterruptedException {
      try {
        return console.read(next, PIECE, WAIT);
      } catch (IOException e) {
        client.reconnect();
        throw e;
      }
    }

    @Override
    public void receive(ByteBuffer bytes) {
      if (keyboard == null) {
        return; // who only looks is not heard
      }
      Optional<CommandResult> refused = refusal.get();
      if (refused.isPresent()) {
        client.close(refused.get().message());
        return;
      }
      try {
        keyboard.type(bytes);
      } catch (IOException e) {
        return; // no port now: as with a cable that is out, what is typed is lost
      }
    }

    @Override
    public void closed() {
      closed = true;
      if (keyboard != null) {
        keyboard.close();
      }
      interruptPump();
    }

    private synchronized void interruptPump() {
      if (pump != null) {
        pump.interrupt();
      }
    }
  }
}
