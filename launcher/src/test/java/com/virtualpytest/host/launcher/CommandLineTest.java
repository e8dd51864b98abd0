package com.virtualpytest.host.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

  @ParameterizedTest
  @ValueSource(strings = {"--wrong", "--env", "--env=", "--help me", "start"})
  void answersAnythingElseWithTheUsage(String line) {
    assertThatThrownBy(() -> CommandLine.parse(List.of(line.split(" "))))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(line)
        .hasMessageContaining("Usage:");
  }

  private static CommandLine start(String file) {
    return new CommandLine.Start(Path.of(file));
  }
}
