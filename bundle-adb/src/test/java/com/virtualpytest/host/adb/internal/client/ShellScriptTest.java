package com.virtualpytest.host.adb.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellScriptTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "two words",
        " ",
        "it's",
        "''",
        "\"",
        "a;id",
        "$(id)",
        "`id`",
        "$HOME",
        "a&&b",
        "a|b",
        "a>b",
        "*",
        "~",
        "#",
        "!",
        "\\",
        "a\\'b",
        "a\nb",
        "\t",
        "=x",
        "a=b",
        "-rf",
        "{a,b}",
        "[a]",
        "é€😀"
      })
  void aShellHandsEachArgumentOnAsItIs(String argument) throws Exception {
    String line = ShellScript.of("printf", "%s\\0", argument, "end").line();
    Process shell = new ProcessBuilder("sh", "-c", line).start();
    byte[] printed = shell.getInputStream().readAllBytes();
    assertThat(shell.waitFor()).isZero();
    assertThat(new String(printed, StandardCharsets.UTF_8)).isEqualTo(argument + "\0end\0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PATH=/x", "x=1", "if", "while", "case", "done", "{", "!", "time"})
  void aProgramIsNothingElse(String program) throws Exception {
    String line = ShellScript.of(program, "id").line();
    Process shell =
        new ProcessBuilder("sh", "-c", "PATH=/none; " + line).redirectErrorStream(true).start();
    shell.getInputStream().readAllBytes();
    assertThat(shell.waitFor()).as("there is no such program").isEqualTo(127);
    assertThat(line).isEqualTo("'" + program + "' id");
  }

  @Test
  void noArgumentHoldsNul() {
    assertThatThrownBy(() -> ShellScript.of("echo", "a\0b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aScriptNeedsAProgram() {
    assertThatThrownBy(() -> ShellScript.of(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ShellScript.of(new ArrayList<>(List.of(""))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void scriptsAreJoined() {
    ShellScript both = ShellScript.of("a", "b c").and(ShellScript.of("d"));
    assertThat(both.then(ShellScript.of("e")).line()).isEqualTo("a 'b c' && d; e");
  }
}
