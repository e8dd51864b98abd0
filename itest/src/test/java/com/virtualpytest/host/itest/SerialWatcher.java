package com.virtualpytest.host.itest;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Collects what one watcher of a console sees, by event stream or WebSocket. */
final class SerialWatcher implements AutoCloseable, WebSocket.Listener {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<JsonNode> gaps = new CopyOnWriteArrayList<>();
  private final AtomicLong missed = new AtomicLong();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private volatile String lastId = "";
  private volatile boolean moved;
  private Stream<String> connection = Stream.of();
  private WebSocket socket;

  /** By event stream, from an offset on. */
  static SerialWatcher events(Client client, String path) throws IOException, InterruptedException {
    return events(client, client.keyed(path));
  }

  /** By event stream, as a browser goes on that has seen an event of that id. */
  static SerialWatcher eventsAfter(Client client, String path, String id)
      throws IOException, InterruptedException {
    return events(client, client.keyed(path).header("Last-Event-ID", id));
  }

  private static SerialWatcher events(Client client, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    SerialWatcher watcher = new SerialWatcher();
    HttpResponse<Stream<String>> response =
        client
            .http()
            .send(request.header("Accept", "text/event-stream").build(), BodyHandlers.ofLines());
    Stream<String> lines = response.body();
    watcher.connection = lines;
    Thread thread = new Thread(() -> watcher.readEvents(lines), "sse");
    thread.setDaemon(true);
    thread.start();
    return watcher;
  }

  /** By WebSocket. */
  static SerialWatcher socket(Client client, String path) {
    SerialWatcher watcher = new SerialWatcher();
    watcher.socket =
        client
            .http()
            .newWebSocketBuilder()
            .header("X-API-Key", HostLaunch.KEY)
            .buildAsync(client.uri("ws", path), watcher)
            .join();
    return watcher;
  }

  private void readEvents(Stream<String> lines) {
    String[] event = {""};
    try {
      lines.forEach(line -> readLine(line, event));
      closed.complete(0);
    } catch (RuntimeException e) {
      closed.complete(-1); // closed by this end
    }
  }

  private void readLine(String line, String[] event) {
    int colon = line.indexOf(": ");
    String value = colon < 0 ? "" : line.substring(colon + 2);
    switch (colon < 0 ? "" : line.substring(0, colon)) {
      case "event" -> event[0] = value;
      case "id" -> lastId = value;
      case "data" -> {
        switch (event[0]) {
          case "output" -> add(ByteBuffer.wrap(Base64.getDecoder().decode(value)));
          case "missed" -> missed.addAndGet(Answer.parse(value).path("bytes").asLong());
          case "gap" -> gaps.add(Answer.parse(value));
          case "moved" -> moved = true;
          default -> throw new AssertionError(line);
        }
      }
      default -> {} // comments and the lines between events
    }
  }

  private synchronized void add(ByteBuffer data) {
    byte[] piece = new byte[data.remaining()];
    data.get(piece);
    bytes.writeBytes(piece);
  }

  synchronized byte[] bytes() {
    return bytes.toByteArray();
  }

  synchronized int size() {
    return bytes.size();
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /** The gaps that were told, by event stream. */
  List<JsonNode> gaps() {
    return gaps;
  }

  /** How many bytes were told to be no longer there, by event stream. */
  long missed() {
    return missed.get();
  }

  String lastId() {
    return lastId;
  }

  boolean moved() {
    return moved;
  }

  void type(String text) {
    socket.sendBinary(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), true).join();
  }

  void awaitText(String text) {
    await().atMost(PATIENCE).until(() -> text().contains(text));
  }

  void awaitSize(int size) {
    await().atMost(PATIENCE).until(this::size, found -> found >= size);
  }

  /** The code with which the WebSocket was closed; 0 for an event stream that ended. */
  int awaitClosed() {
    await().atMost(PATIENCE).until(closed::isDone);
    return closed.join();
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    add(data);
    return WebSocket.Listener.super.onBinary(from, data, last);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void close() {
    connection.close();
    if (socket != null) {
      socket.abort();
    }
  }
}
