package com.virtualpytest.host.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The host that runs on this machine, asked over its own API. */
final class RunningHost {
  private static final int TIMEOUT_MILLIS = 10_000;

  /** The host answers a change within 130 s. */
  private static final int CHANGE_MILLIS = 150_000;

  private static final String TEXT = "text/plain, application/json;q=0.1";
  private static final String JSON = "application/json";
  private static final Pattern ERROR =
      Pattern.compile("\"(error|hint)\":\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final String base;
  private final String key;

  RunningHost(Settings settings) {
    String bind = settings.get(Variable.HOST_BIND);
    String host =
        switch (bind) {
          case "0.0.0.0" -> "127.0.0.1";
          case "::" -> "[::1]";
          default -> bind.contains(":") ? "[" + bind + "]" : bind;
        };
    this.base = "http://" + host + ":" + settings.get(Variable.HOST_PORT) + "/host/";
    this.key = settings.get(Variable.API_KEY);
  }

  /**
   * One request.
   *
   * @param password of the web console, in the key's place; null for the key
   * @param file sent as the body; null for none
   * @param json whether the answer is wanted as JSON
   */
  private record Request(
      String method, String path, ConsolePassword password, Path file, boolean json) {}

  /** A name as a part of a path. */
  static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * What a route answers, as text where it has one.
   *
   * @throws StartException the host does not answer, or refuses
   */
  String get(String path, boolean json) throws StartException {
    return send(new Request("GET", path, null, null, json));
  }

  /** The health, which is JSON always. */
  String health() throws StartException {
    return get("health", true);
  }

  /** Asks for something that the key is enough for. */
  void post(String path) throws StartException {
    send(new Request("POST", path, null, null, false));
  }

  /** Asks for a change of the bundles. */
  String change(String method, String path, ConsolePassword password, boolean json)
      throws StartException {
    return send(new Request(method, path, password, null, json));
  }

  /** Sends a jar. */
  String upload(String path, Path file, ConsolePassword password, boolean json)
      throws StartException {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new StartException(ExitCode.FAILED, file + " cannot be read");
    }
    return send(new Request("POST", path, password, file, json));
  }

  private String send(Request request) throws StartException {
    int status;
    String body;
    try {
      HttpURLConnection http = open(request);
      if (request.file() != null) {
        sendBody(http, request.file());
      }
      status = status(http);
      body = status == 401 ? "" : body(http, status);
    } catch (IOException e) {
      throw new StartException(
          ExitCode.UNAVAILABLE, "no host answers at " + base + " (HOST_BIND, HOST_PORT)", e);
    }
    if (status == 401) {
      throw new StartException(ExitCode.FAILED, unknown(request));
    }
    if (status >= 400) {
      throw new HostRefusal(reason(status, body), body, request.json());
    }
    return body;
  }

  private HttpURLConnection open(Request request) throws IOException {
    HttpURLConnection http =
        (HttpURLConnection)
            URI.create(base + request.path()).toURL().openConnection(Proxy.NO_PROXY);
    http.setRequestMethod(request.method());
    http.setConnectTimeout(TIMEOUT_MILLIS);
    http.setReadTimeout(request.password() == null ? TIMEOUT_MILLIS : CHANGE_MILLIS);
    http.setRequestProperty("Accept", request.json() ? JSON : TEXT);
    if (request.password() != null) {
      http.setRequestProperty("Authorization", request.password().basic());
      http.setRequestProperty("X-Requested-By", "command-line");
    } else if (key != null) {
      http.setRequestProperty("X-API-Key", key);
    }
    return http;
  }

  private static void sendBody(HttpURLConnection http, Path file) throws IOException {
    http.setDoOutput(true);
    http.setFixedLengthStreamingMode(Files.size(file));
    http.setRequestProperty("Content-Type", "application/java-archive");
    try (OutputStream out = http.getOutputStream()) {
      Files.copy(file, out);
    }
  }

  private static int status(HttpURLConnection http) throws IOException {
    try {
      return http.getResponseCode();
    } catch (HttpRetryException e) {
      return e.responseCode(); // 401 to a body that cannot be sent a second time
    }
  }

  private static String body(HttpURLConnection http, int status) throws IOException {
    try (InputStream in = status < 400 ? http.getInputStream() : http.getErrorStream()) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String unknown(Request request) {
    return request.password() == null
        ? "the host wants another API_KEY than these settings have"
        : "the host knows another password of the web console than the one given";
  }

  /** The error and the hint of an answer; its whole text when it has none, as health does. */
  private static String reason(int status, String body) {
    StringBuilder text = new StringBuilder();
    Matcher matcher = ERROR.matcher(body);
    while (matcher.find()) {
      text.append(text.isEmpty() ? "" : ". ");
      text.append(matcher.group(2).replaceAll("\\\\([\"\\\\/])", "$1"));
    }
    return text.isEmpty()
        ? String.format(Locale.ROOT, "%d %s", status, body.strip())
        : text.toString();
  }
}
