package com.virtualpytest.host.itest;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A headless browser with one page, driven by its DevTools protocol. When a page asks for a login,
 * it fills in the user and the password that it was given, as a person does in the browser's
 * window.
 */
final class Chromium implements AutoCloseable, WebSocket.Listener {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final WebSocket socket;
  private final String user;
  private final String password;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> replies = new ConcurrentHashMap<>();
  private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private final StringBuilder message = new StringBuilder();

  /** Starts the browser with an empty profile in {@code profile}. */
  Chromium(Path profile, String user, String password) throws IOException, InterruptedException {
    this.user = user;
    this.password = password;
    List<String> command =
        List.of(
            "chromium",
            "--headless=new",
            "--no-sandbox", // refuses to run as root otherwise; the page is our own
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--no-first-run",
            "--window-size=1280,1000",
            "--user-data-dir=" + profile,
            "--remote-debugging-port=0",
            "about:blank");
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(profile.resolveSibling("chromium.log").toFile())
            .start();
    HttpClient http = HttpClient.newHttpClient();
    socket = http.newWebSocketBuilder().buildAsync(page(http, profile), this).join();
    call("Page.enable", MAPPER.createObjectNode());
    call("Network.enable", MAPPER.createObjectNode());
    call("Fetch.enable", MAPPER.createObjectNode().put("handleAuthRequests", true));
  }

  /**
   * The port is in a file of the profile once it is open; the page's address is asked for there.
   */
  private static URI page(HttpClient http, Path profile) throws IOException, InterruptedException {
    Path file = profile.resolve("DevToolsActivePort");
    await("the browser listens")
        .atMost(PATIENCE)
        .until(() -> Files.exists(file) && !Files.readAllLines(file).isEmpty());
    URI list = URI.create("http://127.0.0.1:" + Files.readAllLines(file).get(0) + "/json/list");
    JsonNode targets =
        MAPPER.readTree(
            http.send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString()).body());
    for (JsonNode target : targets) {
      if (target.path("type").asText().equals("page")) {
        return URI.create(target.path("webSocketDebuggerUrl").asText());
      }
    }
    throw new IllegalStateException("no page: " + targets);
  }

  /** Opens an address; returns the status of the answer. */
  int open(URI address) {
    statuses.clear();
    call("Page.navigate", MAPPER.createObjectNode().put("url", address.toString()));
    return await("an answer to " + address)
        .atMost(PATIENCE)
        .until(() -> statuses.get(address.toString()), status -> status != null);
  }

  /** Waits until the text of the page satisfies a JavaScript expression. */
  void awaitTrue(String expression) {
    await(expression).atMost(PATIENCE).until(() -> evaluate(expression).asBoolean());
  }

  JsonNode evaluate(String expression) {
    return call(
            "Runtime.evaluate",
            MAPPER.createObjectNode().put("expression", expression).put("returnByValue", true))
        .at("/result/value");
  }

  /** Chooses a file in the field that a CSS selector finds, as a person does in the dialog. */
  void choose(String field, Path file) {
    int root = call("DOM.getDocument", MAPPER.createObjectNode()).at("/root/nodeId").asInt();
    ObjectNode query = MAPPER.createObjectNode().put("nodeId", root).put("selector", field);
    ObjectNode choice = MAPPER.createObjectNode();
    choice.putArray("files").add(file.toAbsolutePath().toString());
    choice.put("nodeId", call("DOM.querySelector", query).path("nodeId").asInt());
    if (call("DOM.setFileInputFiles", choice).isMissingNode()) {
      throw new IllegalStateException("no file could be chosen in " + field);
    }
  }

  void screenshot(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    String data = call("Page.captureScreenshot", MAPPER.createObjectNode()).path("data").asText();
    Files.write(file, Base64.getDecoder().decode(data));
  }

  private JsonNode call(String method, ObjectNode params) {
    CompletableFuture<JsonNode> reply = send(method, params);
    return reply.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  private synchronized CompletableFuture<JsonNode> send(String method, ObjectNode params) {
    int id = lastId.incrementAndGet();
    CompletableFuture<JsonNode> reply = new CompletableFuture<>();
    replies.put(id, reply);
    ObjectNode call = MAPPER.createObjectNode().put("id", id).put("method", method);
    call.set("params", params);
    socket.sendText(call.toString(), true).join();
    return reply;
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    message.append(part);
    if (last) {
      String text = message.toString();
      message.setLength(0);
      // the answers to some messages are messages: not on the thread that receives
      CompletableFuture.runAsync(() -> receive(Answer.parse(text)));
    }
    from.request(1);
    return null;
  }

  private void receive(JsonNode received) {
    JsonNode params = received.path("params");
    switch (received.path("method").asText()) {
      case "" -> replies.remove(received.path("id").asInt()).complete(received.path("result"));
      case "Fetch.requestPaused" -> send("Fetch.continueRequest", requestId(params));
      case "Fetch.authRequired" -> send("Fetch.continueWithAuth", login(params));
      case "Network.responseReceived" ->
          statuses.put(params.at("/response/url").asText(), params.at("/response/status").asInt());
      default -> {
        // the browser tells much more
      }
    }
  }

  private static ObjectNode requestId(JsonNode params) {
    return MAPPER.createObjectNode().put("requestId", params.path("requestId").asText());
  }

  /** A second time for the same request would be for ever: the password is wrong then. */
  private ObjectNode login(JsonNode params) {
    ObjectNode answer = requestId(params);
    boolean again = !asked.add(params.path("requestId").asText());
    answer
        .putObject("authChallengeResponse")
        .put("response", again ? "CancelAuth" : "ProvideCredentials")
        .put("username", user)
        .put("password", password);
    return answer;
  }

  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    await("the browser has ended")
        .atMost(PATIENCE)
        .until(() -> !process.isAlive() && children.stream().noneMatch(ProcessHandle::isAlive));
  }
}
