package com.virtualpytest.host.host.internal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.host.internal.event.EventPump.Start;
import jakarta.ws.rs.core.GenericType;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one client is sent. */
class EventPumpTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final EventLog log = new EventLog(1000, 8);
  private final Client client = new Client();
  private Thread thread;

  @AfterEach
  void end() throws InterruptedException {
    thread.interrupt();
    thread.join(LONG.toMillis());
    assertThat(client.closed).isTrue();
  }

  private void watch(Start start) {
    EventFilter all = EventFilter.of(List.of(), List.of());
    thread = new Thread(new EventPump(log, all, start, client, client));
    thread.start();
  }

  private void add(String type) {
    log.add(type, Instant.EPOCH, Map.of());
  }

  @Test
  void theFirstWordIsWhereItIs() {
    add("device/added");
    watch(new Start(1, null));
    add("lease/taken");
    add("lease/released");

    await()
        .atMost(LONG)
        .until(() -> client.sent.equals(List.of("begin 1000-1", "lease 1000-2", "lease 1000-3")));
  }

  @Test
  void aGapIsTold() {
    add("device/added");
    watch(new Start(0, "because"));

    await().atMost(LONG).until(() -> client.sent.equals(List.of("gap 1000-0", "device 1000-1")));
  }

  @Test
  void aSlowClientIsCutOffAndHoldsUpNobody() {
    client.stuck = new CompletableFuture<>();
    watch(new Start(0, null));
    await().atMost(LONG).until(() -> client.sent.size() == 1);

    for (int i = 0; i < 100_000; i++) {
      add("command/done");
    }
    client.stuck.complete(null);

    await().atMost(LONG).until(() -> !thread.isAlive());
    assertThat(client.sent).containsExactly("begin 1000-0", "cut 1000-0");
  }

  /** Takes what is sent, when it is not stuck. */
  private static final class Client implements SseEventSink, Sse {
    final List<String> sent = new CopyOnWriteArrayList<>();
    final AtomicBoolean closed = new AtomicBoolean();
    volatile CompletableFuture<Void> stuck = CompletableFuture.completedFuture(null);

    @Override
    public CompletionStage<?> send(OutboundSseEvent event) {
      sent.add(event.getName() + " " + event.getId());
      return stuck;
    }

    @Override
    public boolean isClosed() {
      return closed.get();
    }

    @Override
    public void close() {
      closed.set(true);
    }

    @Override
    public OutboundSseEvent.Builder newEventBuilder() {
      return new Builder();
    }

    @Override
    public SseBroadcaster newBroadcaster() {
      throw new IllegalStateException("not used");
    }
  }

  private static final class Builder implements OutboundSseEvent.Builder, OutboundSseEvent {
    private final Map<String, String> values = new HashMap<>();
    private Object data;

    @Override
    public Builder id(String id) {
      values.put("id", id);
      return this;
    }

    @Override
    public Builder name(String name) {
      values.put("name", name);
      return this;
    }

    @Override
    public Builder reconnectDelay(long milliseconds) {
      return this;
    }

    @Override
    public Builder mediaType(MediaType mediaType) {
      return this;
    }

    @Override
    public Builder comment(String comment) {
      return this;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Builder data(Class type, Object value) {
      return data(value);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Builder data(GenericType type, Object value) {
      return data(value);
    }

    @Override
    public Builder data(Object value) {
      data = value;
      return this;
    }

    @Override
    public OutboundSseEvent build() {
      return this;
    }

    @Override
    public String getId() {
      return values.get("id");
    }

    @Override
    public String getName() {
      return values.get("name");
    }

    @Override
    public String getComment() {
      return null;
    }

    @Override
    public long getReconnectDelay() {
      return -1;
    }

    @Override
    public boolean isReconnectDelaySet() {
      return false;
    }

    @Override
    public Class<?> getType() {
      return Object.class;
    }

    @Override
    public Type getGenericType() {
      return Object.class;
    }

    @Override
    public MediaType getMediaType() {
      return MediaType.APPLICATION_JSON_TYPE;
    }

    @Override
    public Object getData() {
      return data;
    }
  }
}
