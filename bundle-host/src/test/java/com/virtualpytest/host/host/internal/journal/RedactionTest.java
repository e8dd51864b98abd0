package com.virtualpytest.host.host.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedactionTest {
  private final Redaction redaction = new Redaction(List.of("s3cret-of-the-host", "abc"));

  @Test
  void whatIsNamedLikeASecretIsMaskedAtAnyDepth() {
    assertThat(
            redaction.params(
                "login",
                Map.of(
                    "Password",
                    "x",
                    "options",
                    Map.of("api_key", List.of("x"), "wait", 3),
                    "pin",
                    1234)))
        .isEqualTo(
            Map.of(
                "Password", "***", "options", Map.of("api_key", "***", "wait", 3), "pin", "***"));
  }

  @Test
  void keysOfARemoteControlAreNoSecrets() {
    Map<String, Object> params = Map.of("key", "POWER", "element_id", "4", "shipping", true);
    assertThat(redaction.params("press_key", params)).isEqualTo(params);
  }

  @Test
  void ofWhatIsTypedOnlyTheLengthIsLeft() {
    assertThat(redaction.params("input_text", Map.of("text", "hunter2")))
        .isEqualTo(Map.of("text", "7 characters"));
    assertThat(redaction.params("waitForTextToAppear", Map.of("text", "Welcome")))
        .isEqualTo(Map.of("text", "Welcome"));
  }

  @Test
  void theHostsOwnSecretsAreMaskedInsideOfTexts() {
    assertThat(
            redaction.params(
                "execute_bash_command", Map.of("bash_code", "curl -u me:s3cret-of-the-host abc")))
        .isEqualTo(Map.of("bash_code", "curl -u me:*** abc"));
    assertThat(redaction.text("refused: s3cret-of-the-host")).isEqualTo("refused: ***");
  }

  @Test
  void whateverIsSentLittleIsKept() {
    String huge = "x".repeat(1 << 20);
    Map<String, Object> kept =
        redaction.params("c", Map.of("a", huge, "b", List.of(huge, huge, huge, huge, huge, huge)));

    assertThat(kept.toString().length()).isLessThan(6000);
  }
}
