package com.virtualpytest.host.host.internal.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogReaderService;
import org.slf4j.LoggerFactory;

class OsgiLogTest {

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    root.addAppender(lines);
  }

  @AfterEach
  void end() {
    root.detachAppender(lines);
  }

  @Test
  void whatWasLoggedBeforeItCameIsNotLost() {
    Exception cause = new RuntimeException(new IllegalStateException("no room"));

    new OsgiLog(
        reader(entry("b", LogLevel.WARN, "later", null), entry("a", LogLevel.ERROR, "x", cause)));

    assertThat(lines.list)
        .extracting(
            ILoggingEvent::getLoggerName, ILoggingEvent::getLevel, ILoggingEvent::getMessage)
        .containsExactly(
            tuple("a", Level.ERROR, "x: java.lang.IllegalStateException: no room"),
            tuple("b", Level.WARN, "later"));
    assertThat(lines.list.get(0).getThrowableProxy()).isNotNull();
  }

  @Test
  void whatTheFrameworkDoesIsToldWhenItFails() {
    OsgiLog log = new OsgiLog(reader());

    log.logged(entry("Events.Bundle.x", LogLevel.INFO, "BundleEvent STARTED", null));
    log.logged(entry("Events.Framework.x", LogLevel.ERROR, "FrameworkEvent ERROR", null));

    assertThat(lines.list)
        .extracting(ILoggingEvent::getMessage)
        .containsExactly("FrameworkEvent ERROR");
  }

  private static LogReaderService reader(LogEntry... newestFirst) {
    return fake(
        LogReaderService.class,
        method -> method.equals("getLog") ? Collections.enumeration(List.of(newestFirst)) : null);
  }

  private static LogEntry entry(String logger, LogLevel level, String message, Throwable cause) {
    return fake(
        LogEntry.class,
        method ->
            switch (method) {
              case "getLoggerName" -> logger;
              case "getLogLevel" -> level;
              case "getMessage" -> message;
              case "getException" -> cause;
              default -> null;
            });
  }

  private interface Answers {
    Object to(String method);
  }

  private static <T> T fake(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            OsgiLogTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.to(method.getName())));
  }
}
