package com.virtualpytest.host.host.internal.serial;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.virtualpytest.host.api.driver.SerialController;
import com.virtualpytest.host.api.driver.SerialController.Gap;
import com.virtualpytest.host.api.driver.SerialController.Output;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.ExecutionException;

/**
 * Brings a console's output to one client as server-sent events. {@code output} has the bytes in
 * Base64, and as its id the offset of the byte after them, so that a browser that connects again
 * says by itself where it was; {@code missed} tells how many bytes are no longer there to be sent;
 * {@code gap} tells that nobody listened to the device before the next byte; {@code moved} asks to
 * connect again.
 */
final class EventPump implements Runnable {
  private static final int PIECE = 32 * 1024;
  private static final Duration ALIVE = Duration.ofSeconds(15);

  private final SerialController console;
  private final SseEventSink sink;
  private final Sse sse;
  private long next;

  EventPump(SerialController console, long from, SseEventSink sink, Sse sse) {
    this.console = console;
    this.next = from;
    this.sink = sink;
    this.sse = sse;
  }

  @Override
  public void run() {
    try (sink) {
      send(sse.newEventBuilder().comment("console").build());
      while (!sink.isClosed()) {
        pass(read());
      }
    } catch (IOException | ExecutionException e) {
      return; // the client has gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the host stops
    }
  }

  private Output read() throws IOException, ExecutionException, InterruptedException {
    try {
      return console.read(next, PIECE, ALIVE);
    } catch (IOException e) {
      send(event("moved", "{}").build());
      throw e;
    }
  }

  private void pass(Output output) throws ExecutionException, InterruptedException {
    if (output.missed() > 0) {
      send(event("missed", "{\"bytes\":" + output.missed() + "}").build());
    }
    ByteBuffer bytes = output.bytes();
    long offset = output.offset();
    for (Gap gap : output.gaps()) {
      send(bytes, offset, gap.offset());
      offset = gap.offset();
      send(event("gap", json(gap)).build());
    }
    send(bytes, offset, output.next());
    next = output.next();
    if (output.bytes().remaining() == 0) {
      send(sse.newEventBuilder().comment("alive").build());
    }
  }

  private void send(ByteBuffer bytes, long from, long to)
      throws ExecutionException, InterruptedException {
    if (to > from) {
      byte[] piece = new byte[(int) (to - from)];
      bytes.get(piece);
      send(
          event("output", Base64.getEncoder().encodeToString(piece)).id(Long.toString(to)).build());
    }
  }

  private static String json(Gap gap) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("offset", gap.offset())
        .put("lost", gap.lost().toString())
        .put("back", gap.back().toString())
        .put("reason", gap.reason())
        .toString();
  }

  private OutboundSseEvent.Builder event(String name, String data) {
    return sse.newEventBuilder().name(name).data(data);
  }

  /** Returns when the network has it. */
  private void send(OutboundSseEvent event) throws ExecutionException, InterruptedException {
    sink.send(event).toCompletableFuture().get();
  }
}
