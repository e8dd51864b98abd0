package com.virtualpytest.host.host.internal.event;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * Brings the host's events to one client. Beside them it sends {@code begin} first, {@code gap}
 * where events are missing, {@code alive} when nothing was sent for a while, and {@code cut} before
 * it ends the stream of a client that did not keep up. All carry an id, so that a client that comes
 * back says by itself where it was, also when its filter let nothing through for long.
 */
final class EventPump implements Runnable {
  private static final Duration ALIVE = Duration.ofSeconds(15);
  private static final int PIECE = 64;

  private final EventLog log;
  private final EventFilter filter;
  private final Start start;
  private final SseEventSink sink;
  private final Sse sse;
  private long seen;
  private long sentAt = System.nanoTime();

  /**
   * Where a client begins.
   *
   * @param seen the number of the last event that it has
   * @param gap why events before that may be missing; null when none are
   */
  record Start(long seen, String gap) {}

  EventPump(EventLog log, EventFilter filter, Start start, SseEventSink sink, Sse sse) {
    this.log = log;
    this.filter = filter;
    this.start = start;
    this.seen = start.seen();
    this.sink = sink;
    this.sse = sse;
  }

  @Override
  public void run() {
    try (sink) {
      if (start.gap() == null) {
        send("begin", Map.of());
      } else {
        send("gap", Map.of("reason", start.gap()));
      }
      while (!sink.isClosed() && pass(log.after(seen, PIECE, ALIVE))) {
        aliveWhenSilent();
      }
    } catch (ExecutionException e) {
      return; // the client has gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the host stops
    }
  }

  private boolean pass(EventLog.Batch batch) throws ExecutionException, InterruptedException {
    if (batch.lost() > 0) {
      send("cut", Map.of("reason", "too slow", "missed", batch.lost()));
      return false;
    }
    for (HostEvent event : batch.events()) {
      seen = event.number();
      if (filter.wants(event)) {
        send(event.category(), event);
      }
    }
    return true;
  }

  private void aliveWhenSilent() throws ExecutionException, InterruptedException {
    if (System.nanoTime() - sentAt >= ALIVE.toNanos()) {
      send("alive", Map.of());
    }
  }

  /** Returns when the network has it. */
  private void send(String name, Object data) throws ExecutionException, InterruptedException {
    OutboundSseEvent event =
        sse.newEventBuilder()
            .name(name)
            .id(log.id(seen).toString())
            .mediaType(MediaType.APPLICATION_JSON_TYPE)
            .data(data)
            .build();
    sink.send(event).toCompletableFuture().get();
    sentAt = System.nanoTime();
  }
}
