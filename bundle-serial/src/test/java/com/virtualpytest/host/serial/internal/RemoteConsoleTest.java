package com.virtualpytest.host.serial.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.serial.internal.testing.Program;
import com.virtualpytest.host.tck.TestContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A console behind a server of python3-serial that ends or hangs when it is asked for something.
 */
class RemoteConsoleTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private Program server;
  private Controller console;

  @BeforeEach
  void open() throws Exception {
    server = Program.python("rfc2217_server.py");
    Map<String, String> settings =
        Map.of("SERIAL_PORT", "rfc2217://127.0.0.1:" + server.awaitLine("port "));
    console =
        new SerialDriver()
            .open(
                new DeviceDefinition("device3", "Board", "linux", settings),
                new TestContext(folder));
    await().atMost(LONG).until(() -> console.status().state(), state -> state == State.READY);
  }

  @AfterEach
  void close() throws Exception {
    console.close();
    server.close();
  }

  private CommandResult setBaud(int baud) throws Exception {
    return console.execute(new Command("set_baud", Map.of("baud", baud), Instant.now().plus(LONG)));
  }

  @Test
  void aServerThatEndsMeanwhileIsALossOfThePort() throws Exception {
    assertThat(setBaud(600).code()).isEqualTo(ErrorCode.PORT_LOST);
  }

  @Test
  void aServerThatDoesNotAnswerIsNamed() throws Exception {
    CommandResult silent = setBaud(300);

    assertThat(silent.code()).isEqualTo(ErrorCode.DEADLINE);
    assertThat(silent.message()).isEqualTo("The console server did not answer");
  }
}
