package com.virtualpytest.host.serial.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.SerialController;
import com.virtualpytest.host.serial.internal.port.AskedLines;
import com.virtualpytest.host.serial.internal.port.PortAddress;
import com.virtualpytest.host.serial.internal.testing.Program;
import com.virtualpytest.host.tck.TestContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines and breaks, and what a console keeps when its port or this bundle is replaced. */
class HandoverTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private SerialController console;

  private void open(String address) throws Exception {
    DeviceDefinition device =
        new DeviceDefinition("device3", "Board", "linux", Map.of("SERIAL_PORT", address));
    console = (SerialController) new SerialDriver().open(device, new TestContext(folder));
    awaitReady();
  }

  private void awaitReady() {
    await().atMost(LONG).until(() -> console.status().state(), found -> found == State.READY);
  }

  private CommandResult run(String name, Object... params) throws Exception {
    Map<String, Object> map = new HashMap<>();
    for (int i = 0; i < params.length; i += 2) {
      map.put((String) params[i], params[i + 1]);
    }
    return console.execute(new Command(name, map, Instant.now().plus(LONG)));
  }

  @Test
  void theLinesAreSetAgainAndTheMarkStays() throws Exception {
    try (Program server = Program.python("rfc2217_server.py")) {
      String address = "rfc2217://127.0.0.1:" + server.awaitLine("port ");
      open(address);
      assertThat(run("get_lines").data()).containsEntry("dtr", null); // this server does not tell
      run("set_lines", "dtr", false);
      assertThat(run("get_lines").data()).containsEntry("dtr", false).containsEntry("rts", null);

      run("send", "data", "X");
      await().atMost(LONG).until(() -> told(server, "dtr False") == 2);
      awaitReady();
      assertThat(run("get_lines").data()).containsEntry("dtr", false);

      run("send", "data", "needle");
      assertThat(run("expect", "pattern", "needle").success()).isTrue();
      console.close();
      open(address);

      await().atMost(LONG).until(() -> told(server, "dtr False") == 3);
      assertThat(told(server, "dtr True")).isZero();
      assertThat(run("get_lines").data()).containsEntry("dtr", false);
      assertThat(run("expect", "pattern", "needle", "timeout_ms", 1).success()).isTrue();
      console.close();
    }
  }

  @Test
  void aBreakAndLinesReachTheServerAndTheirsAreTold() throws Exception {
    try (Program server = Program.python("rfc2217_server.py")) {
      open("rfc2217://127.0.0.1:" + server.awaitLine("port "));

      assertThat(run("break", "ms", 1).data()).containsKey("offset");
      assertThat(run("set_lines", "rts", "off", "dtr", "on").success()).isTrue();

      server.awaitLine("break_condition True");
      server.awaitLine("break_condition False");
      server.awaitLine("rts False");
      await().atMost(LONG).until(() -> run("get_lines").data().get("cts").equals(true));
      assertThat(run("get_lines").data())
          .containsEntry("dtr", true)
          .containsEntry("rts", false)
          .containsEntry("dsr", false)
          .containsEntry("dcd", true);
      console.close();
    }
  }

  private static long told(Program server, String line) {
    return server.lines().stream().filter(line::equals).count();
  }

  @Test
  void anotherPortAndAnotherRunGetNothing() throws IOException {
    PortAddress mine = PortAddress.parse("tcp://board:1");
    Handover left = new Handover(new AskedLines(false, null), 7);

    left.leave(folder, mine);
    assertThat(Handover.take(folder, mine)).isEqualTo(left);
    assertThat(Handover.take(folder, mine)).isEqualTo(Handover.NOTHING);

    left.leave(folder, PortAddress.parse("tcp://board:2"));
    assertThat(Handover.take(folder, mine)).isEqualTo(Handover.NOTHING);
  }
}
