package com.virtualpytest.host.logging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostLoggingTest {
  private final LoggerContext loggers = new LoggerContext();

  HostLoggingTest() {
    loggers.setMDCAdapter(new LogbackMDCAdapter()); // which slf4j does otherwise
  }

  @AfterEach
  void forget() {
    System.clearProperty(HostLogging.LEVEL);
    System.clearProperty(HostLogging.FORMAT);
    System.clearProperty("logback.configurationFile");
    loggers.stop();
  }

  /** What an event of a fresh configuration looks like. */
  private String written(Level level, String message, Throwable thrown) {
    assertThat(new HostLogging().configure(loggers))
        .isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
    ConsoleAppender<ILoggingEvent> stdout =
        (ConsoleAppender<ILoggingEvent>) loggers.getLogger("ROOT").getAppender("stdout");
    LoggingEvent event =
        new LoggingEvent("x", loggers.getLogger("com.x.Part"), level, message, thrown, null);
    event.setThreadName("lane");
    return new String(stdout.getEncoder().encode(event), StandardCharsets.UTF_8);
  }

  @Test
  void isWhatLogbackFinds() {
    assertThat(ServiceLoader.load(Configurator.class)).hasOnlyElementsOfType(HostLogging.class);
  }

  @Test
  void writesOneLinePerEvent() {
    assertThat(written(Level.INFO, "grün\r\nund blau", null))
        .matches(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d)"
                + " INFO  \\[lane] Part: grün \\| und blau\n");
  }

  @Test
  void indentsAStackTrace() {
    String text = written(Level.ERROR, "broken", new IllegalStateException("why"));

    assertThat(text.lines().skip(1).findFirst()).hasValue("java.lang.IllegalStateException: why");
    assertThat(text.lines().skip(2)).isNotEmpty().allMatch(line -> line.startsWith("\t"));
  }

  @Test
  void writesJsonWhenAsked() {
    System.setProperty(HostLogging.FORMAT, "json");

    assertThat(written(Level.WARN, "a \"b\"", null))
        .startsWith("{")
        .contains("\"level\":\"WARN\"", "\"formattedMessage\":\"a \\\"b\\\"\"")
        .endsWith("}\n")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({"debug,DEBUG", "error,ERROR", ",INFO"})
  void takesTheLevel(String wanted, String level) {
    if (wanted != null) {
      System.setProperty(HostLogging.LEVEL, wanted);
    }

    new HostLogging().configure(loggers);

    assertThat(loggers.getLogger("ROOT").getLevel()).hasToString(level);
    assertThat(loggers.getLogger("org.eclipse.jetty.server").getEffectiveLevel())
        .isEqualTo(Level.WARN);
  }

  @Test
  void leavesItToTheFileThatIsNamed() {
    System.setProperty("logback.configurationFile", "own.xml");

    assertThat(new HostLogging().configure(loggers)).isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
    assertThat(loggers.getLogger("ROOT").iteratorForAppenders()).isExhausted();
  }
}
