package com.virtualpytest.host.logging.internal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;

/**
 * The log goes to stdout, one line per event; {@code LOG_FORMAT=json} makes each line a JSON
 * object. In code, because to read the same from Logback's XML takes a third of a second of each
 * start. A file that the system property {@code logback.configurationFile} names is used instead.
 */
public final class HostLogging extends ContextAwareBase implements Configurator {

  /** System properties by which the launcher says what the settings are. */
  static final String LEVEL = "LOG_LEVEL";

  static final String FORMAT = "LOG_FORMAT";

  private static final String FILE = "logback.configurationFile";

  /** What these say at INFO is about their own works. */
  private static final List<String> WARNINGS_ONLY =
      List.of(
          "com.zaxxer.hikari", "org.apache.aries.spifly", "org.apache.felix", "org.eclipse.jetty");

  private static final List<String> ERRORS_ONLY =
      List.of(
          "org.glassfish.jersey.internal.inject.Providers",
          "org.glassfish.jersey.server.wadl.WadlFeature");

  @Override
  public ExecutionStatus configure(LoggerContext loggers) {
    if (System.getProperty(FILE) != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    ConsoleAppender<ILoggingEvent> stdout = new ConsoleAppender<>();
    stdout.setContext(loggers);
    stdout.setName("stdout");
    stdout.setEncoder(encoder(loggers, System.getProperty(FORMAT)));
    stdout.start();
    Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(System.getProperty(LEVEL), Level.INFO));
    root.addAppender(stdout);
    WARNINGS_ONLY.forEach(name -> loggers.getLogger(name).setLevel(Level.WARN));
    ERRORS_ONLY.forEach(name -> loggers.getLogger(name).setLevel(Level.ERROR));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext loggers, String format) {
    Encoder<ILoggingEvent> encoder = "json".equals(format) ? json() : new LineEncoder();
    encoder.setContext(loggers);
    encoder.start();
    return encoder;
  }

  private static JsonEncoder json() {
    JsonEncoder json = new JsonEncoder();
    json.setWithFormattedMessage(true);
    json.setWithMessage(false);
    json.setWithArguments(false);
    json.setWithContext(false);
    json.setWithNanoseconds(false);
    json.setWithSequenceNumber(false);
    return json;
  }
}
