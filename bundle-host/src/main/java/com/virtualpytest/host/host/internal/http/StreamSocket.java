package com.virtualpytest.host.host.internal.http;

import com.virtualpytest.host.api.stream.ByteStream;
import com.virtualpytest.host.api.stream.StreamClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;

/**
 * One WebSocket between a client and a bundle's byte stream. Public: Jetty calls public classes.
 */
public final class StreamSocket implements Session.Listener, StreamClient {

  private static final long SEND_SECONDS = 10;
  private static final int MAX_MESSAGE = 1 << 20;

  /** With as many pings not answered a client is gone, or as good as that: some 50 s. */
  private static final int MAX_UNANSWERED = 2;

  private final Consumer<StreamSocket> whenGone;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicInteger unanswered = new AtomicInteger();
  private volatile ByteStream stream;
  private volatile Session session;

  StreamSocket(Consumer<StreamSocket> whenGone) {
    this.whenGone = whenGone;
  }

  void attach(ByteStream opened) {
    stream = opened;
  }

  boolean isClosed() {
    return closed.get();
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    opened.setMaxBinaryMessageSize(MAX_MESSAGE);
    opened.setMaxTextMessageSize(MAX_MESSAGE);
    opened.setIdleTimeout(Duration.ofMinutes(2));
    session = opened;
    stream.opened();
    opened.demand();
  }

  @Override
  public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
    receive(payload);
    callback.succeed();
  }

  @Override
  public void onWebSocketText(String message) {
    receive(ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void onWebSocketPong(ByteBuffer payload) {
    unanswered.set(0);
    session.demand();
  }

  /** The next message is asked for when this one was taken: a busy device slows its client. */
  private void receive(ByteBuffer payload) {
    try {
      stream.receive(payload);
      unanswered.set(0); // what it says meanwhile waits until then
      session.demand();
    } catch (IOException | RuntimeException e) {
      close(StatusCode.SERVER_ERROR, "the device's end is closed");
    }
  }

  @Override
  public void onWebSocketClose(int code, String reason) {
    gone();
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    gone();
  }

  @Override
  public void send(ByteBuffer bytes) throws IOException {
    Session open = session;
    if (open == null || closed.get()) {
      throw new IOException("the client is gone");
    }
    try {
      Callback.Completable sent = new Callback.Completable();
      open.sendBinary(bytes, sent);
      sent.get(SEND_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      open.disconnect();
      throw new IOException("the client takes nothing", e);
    } catch (ExecutionException | CompletionException e) {
      throw new IOException("the client is gone", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close(String reason) {
    close(StatusCode.NORMAL, reason);
  }

  @Override
  public void reconnect() {
    close(StatusCode.SERVICE_RESTART, "moved, reconnect");
  }

  /** The bundle goes or is replaced: the client is asked to connect again. */
  void moved() {
    reconnect();
    gone();
  }

  /**
   * Asks the client for a sign of life. One that owes several is disconnected: the system would
   * take a quarter of an hour to notice that it is gone, and never that it hangs.
   */
  void ping() {
    Session open = session;
    if (open == null || !open.isOpen()) {
      return;
    }
    if (unanswered.getAndIncrement() < MAX_UNANSWERED) {
      open.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
    } else {
      open.disconnect();
    }
  }

  /** How many pings it has not answered. */
  int unanswered() {
    return unanswered.get();
  }

  private void close(int code, String reason) {
    Session open = session;
    if (open != null && open.isOpen()) {
      open.close(code, reason, Callback.NOOP);
    }
  }

  private void gone() {
    if (closed.compareAndSet(false, true)) {
      whenGone.accept(this);
      stream.closed();
    }
  }
}
