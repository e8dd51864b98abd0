package com.virtualpytest.host.host.internal.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What the host answers in the console's place, or in that of what needs the console's login. */
final class Answers {

  /** What a request is for, at the beginning of a sentence. */
  static final String CONSOLE = "The web console";

  /** The same for changes by the API. */
  static final String CHANGES = "Changing bundles";

  /** The console's own realm: its logout asks for the password again under this name. */
  private static final String REALM = "OSGi Management Console";

  private static final int RETRY_SECONDS = 2;

  private static final String STARTING =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="refresh" content="%d">
      <title>The console is starting</title>
      </head>
      <body><p>The console is starting. This page asks again by itself.</p></body>
      </html>
      """
          .formatted(RETRY_SECONDS);

  private final ObjectMapper json = new ObjectMapper();
  private final String what;

  /**
   * @param what the request is for
   */
  Answers(String what) {
    this.what = what;
  }

  void off(HttpServletResponse response, int status) throws IOException {
    refuse(
        response,
        status,
        status == 404 ? "NOT_FOUND" : "FORBIDDEN",
        what + " is off",
        "Set CONSOLE_PASSWORD, or bind the host to loopback with HOST_BIND=127.0.0.1");
  }

  void foreignAddress(HttpServletResponse response) throws IOException {
    refuse(response, 403, "FORBIDDEN", what + " is not open to this address", "See CONSOLE_ALLOW");
  }

  void foreignName(HttpServletResponse response) throws IOException {
    refuse(
        response,
        403,
        "FORBIDDEN",
        what + " is not served under this name",
        "Use localhost, or name the address in HOST_URL or ALLOWED_ORIGINS");
  }

  void foreignPage(HttpServletResponse response) throws IOException {
    refuse(
        response,
        403,
        "FORBIDDEN",
        what + " takes requests of this host's own pages only",
        "Behind a proxy, name its address in HOST_URL or ALLOWED_ORIGINS");
  }

  void unnamed(HttpServletResponse response) throws IOException {
    refuse(
        response,
        403,
        "FORBIDDEN",
        what + " needs the header " + ConsoleAccess.ASKER,
        "Send the name of your program in it; pages of others cannot");
  }

  void wrongMethod(HttpServletResponse response) throws IOException {
    response.setHeader("Allow", "GET, HEAD, POST, PUT, DELETE, OPTIONS");
    refuse(response, 405, "METHOD_NOT_ALLOWED", what + " knows no such method", null);
  }

  void login(HttpServletResponse response) throws IOException {
    response.setHeader("WWW-Authenticate", "Basic realm=\"" + REALM + "\", charset=\"UTF-8\"");
    refuse(
        response,
        401,
        "UNAUTHORIZED",
        what + " needs a user and a password",
        "The user is " + Login.USER + "; the log names where the password is");
  }

  void tooEarly(HttpServletResponse response, Duration wait) throws IOException {
    long seconds = Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds());
    response.setHeader("Retry-After", String.valueOf(seconds));
    refuse(
        response,
        429,
        "TOO_MANY_ATTEMPTS",
        "Too many wrong passwords",
        "Try again in %d s".formatted(seconds));
  }

  void starting(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setHeader("Retry-After", String.valueOf(RETRY_SECONDS));
    String accept = request.getHeader("Accept");
    if (accept != null && accept.contains("text/html") && request.getMethod().equals("GET")) {
      write(response, 503, "text/html", STARTING.getBytes(StandardCharsets.UTF_8));
    } else {
      refuse(response, 503, "UNAVAILABLE", "The web console is starting", "Try again");
    }
  }

  void unavailable(HttpServletResponse response) throws IOException {
    refuse(response, 503, "UNAVAILABLE", "The web console did not start", "The log says why");
  }

  private void refuse(
      HttpServletResponse response, int status, String code, String error, String hint)
      throws IOException {
    ObjectNode body =
        json.createObjectNode().put("success", false).put("error", error).put("code", code);
    if (hint != null) {
      body.put("hint", hint);
    }
    write(response, status, "application/json", json.writeValueAsBytes(body));
  }

  private static void write(HttpServletResponse response, int status, String type, byte[] body)
      throws IOException {
    response.setStatus(status);
    response.setContentType(type);
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
