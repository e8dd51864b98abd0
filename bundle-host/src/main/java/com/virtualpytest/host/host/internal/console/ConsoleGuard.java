package com.virtualpytest.host.host.internal.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules in their order, for a console that is on: where from, to which name, from which page,
 * with which password; the console is started last, so that no stranger can make the host do it.
 */
final class ConsoleGuard implements ConsoleAccess {

  private static final Logger LOG = LoggerFactory.getLogger(ConsoleGuard.class);
  static final String PERMITTED = ConsoleGuard.class.getName() + ".permitted";
  static final String CHANGER = ConsoleGuard.class.getName() + ".changer";
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,40}");
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS");

  private final Predicate<String> addresses;
  private final OriginRules origins;
  private final Login login;
  private final ConsoleStarter starter;
  private final Answers answers = new Answers(Answers.CONSOLE);
  private final Answers changes = new Answers(Answers.CHANGES);

  /**
   * @param addresses whether an address in digits may use the console
   */
  ConsoleGuard(
      Predicate<String> addresses, OriginRules origins, Login login, ConsoleStarter starter) {
    this.addresses = addresses;
    this.origins = origins;
    this.login = login;
    this.starter = starter;
  }

  @Override
  public boolean check(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getAttribute(PERMITTED) == this) {
      return true;
    }
    secure(request, response);
    if (comesWell(request, response, answers)
        && loggedIn(request, response, answers)
        && running(request, response)) {
      request.setAttribute(PERMITTED, this);
      return true;
    }
    return false;
  }

  @Override
  public boolean checkChange(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!comesWell(request, response, changes)) {
      return false;
    }
    String asker = request.getHeader(ASKER);
    if (asker == null || !WORD.matcher(asker).matches()) {
      changes.unnamed(response);
      return false;
    }
    if (!loggedIn(request, response, changes)) {
      return false;
    }
    request.setAttribute(CHANGER, asker);
    return true;
  }

  /** From where, to which name, from which page. */
  private boolean comesWell(
      HttpServletRequest request, HttpServletResponse response, Answers answers)
      throws IOException {
    if (!METHODS.contains(request.getMethod())) {
      answers.wrongMethod(response);
    } else if (!addresses.test(request.getRemoteAddr())) {
      answers.foreignAddress(response);
    } else if (!origins.meantForThisHost(request)) {
      answers.foreignName(response);
    } else if (!origins.permits(request)) {
      answers.foreignPage(response);
    } else {
      return true;
    }
    return false;
  }

  private boolean loggedIn(
      HttpServletRequest request, HttpServletResponse response, Answers answers)
      throws IOException {
    Login.Result result;
    try {
      result = login.attempt(request.getHeader("Authorization"), request.getRemoteAddr());
    } catch (UncheckedIOException e) {
      LOG.error("{}", e.getMessage(), e.getCause());
      answers.unavailable(response);
      return false;
    }
    switch (result.outcome()) {
      case RIGHT -> {
        return true;
      }
      case MISSING, WRONG -> answers.login(response);
      case TOO_EARLY -> answers.tooEarly(response, result.delay());
    }
    return false;
  }

  private boolean running(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (starter.start(PATIENCE)) {
      case RUNNING -> {
        return true;
      }
      case STARTING -> answers.starting(request, response);
      case ABSENT -> answers.unavailable(response);
    }
    return false;
  }

  /** The console sets none of these itself, but for the last one on its pages. */
  private static void secure(HttpServletRequest request, HttpServletResponse response) {
    // The page of licences shows them in a frame of its own, so DENY would break it.
    response.setHeader("X-Frame-Options", "SAMEORIGIN");
    response.setHeader("Content-Security-Policy", "frame-ancestors 'self'; object-src 'none'");
    response.setHeader("X-Content-Type-Options", "nosniff");
    // With no-referrer browsers would send "Origin: null" for the console's own changes.
    response.setHeader("Referrer-Policy", "same-origin");
    boolean resource = request.getRequestURI().contains("/res/");
    response.setHeader("Cache-Control", resource ? "private, no-cache" : "no-store");
  }
}
