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
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What one watcher of a console sees, by event stream or WebSocket. */
final class SerialWatcher implements AutoCloseable, WebSocket.Listener {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<JsonNode> gaps = new CopyOnWriteArrayList<>();
  private final AtomicLong missed = new AtomicLong();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final Consumer<ByteBuffer> sink;
  private volatile String lastId = "";
  private volatile boolean moved;
  private Stream<String> connection = Stream.of();
  private WebSocket socket;

  /** Keeps what comes. */
  private SerialWatcher() {
    this.sink = this::add;
  }

  private SerialWatcher(Consumer<ByteBuffer> sink) {
    this.sink = sink;
  }

  /** By event stream; keeps what comes. */
  static SerialWatcher events(Client client, String path) throws IOException, InterruptedException {
    return new SerialWatcher().followEvents(client, client.keyed(path));
  }

  /** By event stream; hands on what comes, one piece after the other. */
  static SerialWatcher events(Client client, String path, Consumer<ByteBuffer> sink)
      throws IOException, InterruptedException {
    return new SerialWatcher(sink).followEvents(client, client.keyed(path));
  }

  /** By event stream, as a browser goes on that has seen an event of that id. */
  static SerialWatcher eventsAfter(Client client, String path, String id)
      throws IOException, InterruptedException {
    return new SerialWatcher().followEvents(client, client.keyed(path).header("Last-Event-ID", id));
  }

  private SerialWatcher followEvents(Client client, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<Stream<String>> response =
        client
            .http()
            .send(request.header("Accept", "text/event-stream").build(), BodyHandlers.ofLines());
    Stream<String> lines = response.body();
    connection = lines;
    Thread thread = new Thread(() -> readEvents(lines), "sse");
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  /** By WebSocket; keeps what comes. */
  static SerialWatcher socket(Client client, String path) {
    return new SerialWatcher().openSocket(client, path);
  }

  /** By WebSocket; hands on what comes, one piece after the other. */
  static SerialWatcher socket(Client client, String path, Consumer<ByteBuffer> sink) {
    return new SerialWatcher(sink).openSocket(client, path);
  }

  private SerialWatcher openSocket(Client client, String path) {
    socket =
        client
            .http()
            .newWebSocketBuilder()
            .header("X-API-Key", HostLaunch.KEY)
            .buildAsync(client.uri("ws", path), this)
            .join();
    return this;
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
          case "output" -> sink.accept(ByteBuffer.wrap(Base64.getDecoder().decode(value)));
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
    sink.accept(data);
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
