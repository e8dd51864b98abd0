package com.virtualpytest.host.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.launcher.CommandLine.Question;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  @Test
  void understandsItsOptions() throws Exception {
    assertThat(CommandLine.parse(List.of())).isEqualTo(new CommandLine.Start(null));
    assertThat(CommandLine.parse(List.of("--env", "a"))).isEqualTo(start("a"));
    assertThat(CommandLine.parse(List.of("--env=a"))).isEqualTo(start("a"));
    assertThat(CommandLine.parse(List.of("--help"))).isEqualTo(new CommandLine.Help());
    assertThat(CommandLine.parse(List.of("--version"))).isEqualTo(new CommandLine.Version());
  }

  @Test
  void understandsQuestions() throws Exception {
    assertThat(CommandLine.parse(List.of("ps"))).isEqualTo(ask(Question.PS, null, null));
    assertThat(CommandLine.parse(List.of("restart", "xvfb", "--env", "a")))
        .isEqualTo(ask(Question.RESTART, "xvfb", Path.of("a")));
    assertThat(CommandLine.parse(List.of("logs", "--env=a")))
        .isEqualTo(ask(Question.LOGS, null, Path.of("a")));
    assertThat(CommandLine.parse(List.of("logs", "host-xvfb")))
        .isEqualTo(ask(Question.LOGS, "host-xvfb", null));
    assertThat(CommandLine.parse(List.of("health"))).isEqualTo(ask(Question.HEALTH, null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--wrong",
        "--env",
        "--env=",
        "--help me",
        "start",
        "restart",
        "ps xvfb",
        "logs a/b",
        "ps --env"
      })
  void answersAnythingElseWithTheUsage(String line) {
    assertThatThrownBy(() -> CommandLine.parse(List.of(line.split(" "))))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(line)
        .hasMessageContaining("Usage:");
  }

  private static CommandLine start(String file) {
    return new CommandLine.Start(Path.of(file));
  }

  private static CommandLine ask(Question question, String name, Path envFile) {
    return new CommandLine.Ask(question, name, envFile);
  }
}
