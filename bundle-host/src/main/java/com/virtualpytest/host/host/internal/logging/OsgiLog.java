package com.virtualpytest.host.host.internal.logging;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts into the one log what comes by the OSGi log service: above all why a component cannot be
 * made or a bundle does not start. Felix's own bridge hands on the levels, but its events lack what
 * Logback 1.5 needs of them, and are lost.
 */
@Component(
    service = {},
    immediate = true,
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class OsgiLog implements LogListener {

  /** What the framework and the component runtime do; of interest when it fails. */
  private static final String EVENTS = "Events.";

  private static final String RUNTIME = "ROOT";

  private final LogReaderService reader;

  @Activate
  public OsgiLog(@Reference LogReaderService reader) {
    this.reader = reader;
    List<LogEntry> before = new ArrayList<>(Collections.list(reader.getLog()));
    Collections.reverse(before); // the newest comes first
    before.forEach(this::logged);
    reader.addLogListener(this);
  }

  @Deactivate
  void stop() {
    reader.removeLogListener(this);
  }

  @Override
  public void logged(LogEntry entry) {
    LogLevel level = entry.getLogLevel();
    String name = entry.getLoggerName();
    if ((name.startsWith(EVENTS) || name.equals(RUNTIME)) && !LogLevel.WARN.implies(level)) {
      return;
    }
    Logger log = LoggerFactory.getLogger(name);
    Throwable failure = entry.getException();
    String message = failure == null ? entry.getMessage() : entry.getMessage() + why(failure);
    switch (level) {
      case AUDIT, INFO -> log.info(message, failure);
      case ERROR -> log.error(message, failure);
      case WARN -> log.warn(message, failure);
      case DEBUG -> log.debug(message, failure);
      case TRACE -> log.trace(message, failure);
    }
  }

  /** The innermost cause: the outer ones only say that there is one. */
  private static String why(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return ": " + cause;
  }
}
