package com.virtualpytest.host.simulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SimulateTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int simulate(String... arguments) {
    CommandLine line = Simulate.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @ParameterizedTest
  @ValueSource(strings = {"android", "board", "camera", "tapo"})
  void everySimulatorTellsItsOptions(String kind) {
    assertThat(simulate(kind, "--help")).isZero();
    assertThat(out.toString()).contains("simulate " + kind, "--control=PORT");
  }

  @Test
  void aWrongOptionIsNamed() {
    assertThat(simulate("camera", "--port", "0", "--colour")).isEqualTo(64);
    assertThat(err.toString()).contains("--colour");
  }

  @Test
  void aPortThatIsTakenIsTold() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String taken = Integer.toString(other.getLocalPort());
      assertThat(simulate("camera", "--port", "0", "--control", taken)).isEqualTo(70);
      assertThat(simulate("android", "--port", taken)).isEqualTo(70);
    }
    assertThat(err.toString())
        .isEqualToIgnoringNewLines("simulate: one of its ports is taken already".repeat(2));
  }
}
