package com.virtualpytest.host.host.internal.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.encoder.Encoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {

  private final LoggerContext context = new LoggerContext();
  private final Logger logger = context.getLogger("test");

  MaskingTest() {
    context.setMDCAdapter(new LogbackMDCAdapter());
  }

  private String line(Encoder<ILoggingEvent> inner, String text, Throwable thrown) {
    inner.setContext(context);
    inner.start();
    MaskingEncoder masking =
        new MaskingEncoder(inner, List.of("hunter2", "hunter2-long", "a\"b\"c"));
    LoggingEvent event = new LoggingEvent("x", logger, Level.INFO, text, thrown, null);
    return new String(masking.encode(event), StandardCharsets.UTF_8);
  }

  private static PatternLayoutEncoder pattern() {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setPattern("%msg%n%ex");
    return encoder;
  }

  @Test
  void masksMessagesAndExceptions() {
    String line = line(pattern(), "key hunter2-long!", new IllegalStateException("was hunter2"));
    assertThat(line).contains("key ***!").contains("was ***").doesNotContain("hunter2");
  }

  @Test
  void masksJsonLines() {
    assertThat(line(new JsonEncoder(), "say a\"b\"c", null)).contains("say ***");
  }

  @Test
  void takesForSecretsWhatIsNamedLikeOneAndPasswordsInAddresses() {
    assertThat(
            LogSetup.secrets(
                Map.of(
                    "API_KEY", "key-value",
                    "DEVICE1_POWER_PWD", "pwd-value",
                    "DATABASE_URL", "postgresql://user:db-pass@localhost/x",
                    "PWD", "/home/lab",
                    "DEVICE1_VIDEO", "RTSP://me:P@ss@camera/1?a=b@c",
                    "HOST_NAME", "lab")))
        .containsExactlyInAnyOrder(
            "key-value", "pwd-value", "db-pass", "P@ss", "P@ss@camera/1?a=b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3#cret", "s3?cret", "s3/cret", "s3@cret"})
  void takesPasswordsThatAreNotEscapedForSecrets(String password) {
    assertThat(LogSetup.secrets(Map.of("DEVICE1_VIDEO", "rtsp://me:" + password + "@camera/1")))
        .containsExactly(password);
  }
}
