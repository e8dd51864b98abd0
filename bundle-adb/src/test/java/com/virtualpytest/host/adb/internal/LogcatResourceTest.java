package com.virtualpytest.host.adb.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.simulators.android.Fault;
import com.virtualpytest.host.simulators.android.Profile;
import jakarta.ws.rs.core.GenericType;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LogcatResourceTest {
  private Lab lab;
  private LogcatResource logs;

  @BeforeEach
  void start(@TempDir Path home) throws Exception {
    lab = new Lab(home, Profile.PHONE);
    lab.phone();
    logs = new LogcatResource(lab.server, lab.open);
  }

  @AfterEach
  void end() {
    logs.stop();
    lab.close();
  }

  @Test
  void theEndOfTheLogIsToldHoweverItCame() throws Exception {
    lab.android.replace("logcat", 0, "one\ntwo\n", "");
    Client client = new Client();
    logs.follow("device1", "", 10, client, client);
    assertThat(client.sent)
        .containsExactly("begin", "log one", "log two", "end The connection to the device ended");
    assertThat(client.isClosed()).isTrue();
  }

  /** Of five that find four places, while a device that is frozen opens none of them. */
  @Test
  void aLogThatIsBeingOpenedHasItsPlaceAlready() throws Exception {
    for (int i = 0; i < 4; i++) {
      Client client = new Client();
      begin(client);
      await().atMost(Lab.PATIENCE).until(() -> client.sent.contains("begin"));
    }
    lab.android.fault(Fault.FREEZE);
    List<CompletableFuture<ErrorCode>> opening =
        IntStream.range(0, 5).mapToObj(i -> begin(new Client())).toList();
    List<ErrorCode> codes = new ArrayList<>();
    for (CompletableFuture<ErrorCode> failed : opening) {
      codes.add(failed.get(Lab.PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }
    assertThat(codes).filteredOn(ErrorCode.LANE_FULL::equals).hasSize(1);
  }

  /** Why it failed; none while it is being read. */
  private CompletableFuture<ErrorCode> begin(Client client) {
    CompletableFuture<ErrorCode> failed = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                logs.follow("device1", "", 10, client, client);
              } catch (ApiException e) {
                failed.complete(e.code());
              } catch (IOException | InterruptedException e) {
                failed.completeExceptionally(e);
              }
            });
    reader.setDaemon(true);
    reader.start();
    return failed;
  }

  /** Takes what is sent. */
  private static final class Client implements SseEventSink, Sse {
    final List<String> sent = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    @Override
    public CompletionStage<?> send(OutboundSseEvent event) {
      sent.add(
          event.getName() == null ? event.getComment() : event.getName() + " " + event.getData());
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public boolean isClosed() {
      return closed;
    }

    @Override
    public void close() {
      closed = true;
    }

    @Override
    public OutboundSseEvent.Builder newEventBuilder() {
      return new Event();
    }

    @Override
    public SseBroadcaster newBroadcaster() {
      throw new IllegalStateException("not used");
    }
  }

  private static final class Event implements OutboundSseEvent.Builder, OutboundSseEvent {
    private String name;
    private String comment;
    private Object data;

    @Override
    public Event id(String value) {
      return this;
    }

    @Override
    public Event name(String value) {
      name = value;
      return this;
    }

    @Override
    public Event reconnectDelay(long milliseconds) {
      return this;
    }

    @Override
    public Event mediaType(MediaType type) {
      return this;
    }

    @Override
    public Event comment(String value) {
      comment = value;
      return this;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Event data(Class type, Object value) {
      return data(value);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Event data(GenericType type, Object value) {
      return data(value);
    }

    @Override
    public Event data(Object value) {
      data = value;
      return this;
    }

    @Override
    public OutboundSseEvent build() {
      return this;
    }

    @Override
    public Class<?> getType() {
      return String.class;
    }

    @Override
    public java.lang.reflect.Type getGenericType() {
      return String.class;
    }

    @Override
    public MediaType getMediaType() {
      return MediaType.TEXT_PLAIN_TYPE;
    }

    @Override
    public Object getData() {
      return data;
    }

    @Override
    public String getId() {
      return null;
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    public String getComment() {
      return comment;
    }

    @Override
    public long getReconnectDelay() {
      return RECONNECT_NOT_SET;
    }

    @Override
    public boolean isReconnectDelaySet() {
      return false;
    }
  }
}
