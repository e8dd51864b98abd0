package com.virtualpytest.host.host.internal.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import com.virtualpytest.host.host.internal.settings.HostSettings;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Puts java.util.logging into the one log, and masks the host's secrets in all of it. */
@Component(immediate = true, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class LogSetup {

  private static final Pattern SECRET_NAME =
      Pattern.compile(".*(PASSWORD|_PWD|PASSWD|SECRET|TOKEN|_KEY|CREDENTIAL).*");

  /**
   * The password inside an address of a database or a camera. It may hold an @ itself, and what
   * ends an address; so may a path or a query, thus there may be a longer and a shorter one.
   */
  private static final Pattern USER_INFO =
      Pattern.compile("(?i)^[a-z0-9+.-]+://[^/:@]*:(?=(.+)@)(?:([^/?#]+)@)?.*");

  @Activate
  public LogSetup(@Reference HostSettings settings) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      mask(context, secrets(settings.all()));
    }
  }

  /** The values of variables that must not be shown anywhere. */
  public static List<String> secrets(Map<String, String> variables) {
    return variables.entrySet().stream()
        .flatMap(
            variable -> {
              if (SECRET_NAME.matcher(variable.getKey()).matches()) {
                return Stream.of(variable.getValue());
              }
              return USER_INFO
                  .matcher(variable.getValue())
                  .results()
                  .flatMap(found -> Stream.of(found.group(1), found.group(2)))
                  .filter(Objects::nonNull)
                  .distinct();
            })
        .toList();
  }

  private static void mask(LoggerContext context, List<String> secrets) {
    for (Iterator<Appender<ILoggingEvent>> all =
            context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
        all.hasNext(); ) {
      if (all.next() instanceof OutputStreamAppender<ILoggingEvent> appender
          && !(appender.getEncoder() instanceof MaskingEncoder)) {
        Encoder<ILoggingEvent> masking = new MaskingEncoder(appender.getEncoder(), secrets);
        masking.setContext(context);
        masking.start();
        appender.setEncoder(masking);
      }
    }
  }
}
