package com.virtualpytest.host.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The host that runs on this machine, asked over its own API. */
final class RunningHost {
  private static final int TIMEOUT_MILLIS = 10_000;
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
   * Asks.
   *
   * @return what to print
   * @throws StartException the host does not answer, or refuses
   */
  String answer(CommandLine.Ask ask) throws StartException {
    String name = ask.name();
    return switch (ask.question()) {
      case PS -> request("GET", "system/processes");
      case LOGS ->
          request("GET", "system/processes/" + (name == null ? "output" : name + "/output"));
      case RESTART -> {
        request("POST", "system/processes/" + name + "/restart");
        yield name + " is started anew\n";
      }
      case HEALTH -> request("GET", "health") + "\n";
    };
  }

  private String request(String method, String path) throws StartException {
    int status;
    String body;
    try {
      HttpURLConnection http =
          (HttpURLConnection) URI.create(base + path).toURL().openConnection(Proxy.NO_PROXY);
      http.setRequestMethod(method);
      http.setConnectTimeout(TIMEOUT_MILLIS);
      http.setReadTimeout(TIMEOUT_MILLIS);
      http.setRequestProperty("Accept", "text/plain, application/json;q=0.5");
      if (key != null) {
        http.setRequestProperty("X-API-Key", key);
      }
      status = http.getResponseCode();
      try (InputStream in = status < 400 ? http.getInputStream() : http.getErrorStream()) {
        body = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new StartException(
          ExitCode.FAILED, "no host answers at " + base + " (HOST_BIND, HOST_PORT)", e);
    }
    if (status == 401) {
      throw new StartException(
          ExitCode.FAILED, "the host wants another API_KEY than these settings have");
    }
    if (status >= 400) {
      throw new StartException(ExitCode.FAILED, reason(status, body));
    }
    return body;
  }

  /** The error and the hint of an answer; its whole text when it has none, as health does. */
  private static String reason(int status, String body) {
    StringBuilder text = new StringBuilder();
    Matcher matcher = ERROR.matcher(body);
    while (matcher.find()) {
      text.append(text.isEmpty() ? "" : ". ").append(matcher.group(2));
    }
    return text.isEmpty()
        ? String.format(Locale.ROOT, "%d %s", status, body.strip())
        : text.toString();
  }
}
