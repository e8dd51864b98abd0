package com.virtualpytest.host.adb.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.adb.internal.AdbResource.Wish;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.tck.TestContext;
import com.virtualpytest.host.tck.TestProcesses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdbResourceTest {

  @Test
  void theEndOfTheServerIsNotBlamedOnADevice() throws Exception {
    try (ServerSocket ends = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> endAll(ends));
      thread.setDaemon(true);
      thread.start();
      String port = Integer.toString(ends.getLocalPort());
      AdbServer server =
          new AdbServer(
              new TestProcesses(),
              TestContext.settings(Map.of("ADB_PORT", port)),
              TestContext.silent());
      AdbResource routes = new AdbResource(server, new OpenDevices(server));
      Wish wish = new Wish("127.0.0.1:5555", "123456");
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> routes.connect(wish),
              () -> routes.disconnect(wish),
              () -> routes.pair(wish),
              routes::devices)) {
        assertThatThrownBy(call)
            .hasMessage("The adb server ended before it had answered")
            .isInstanceOfSatisfying(
                ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONNECTION_LOST));
      }
    }
  }

  /** Hears a question and ends, as a server that is killed. */
  private static void endAll(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.getInputStream().read();
      } catch (IOException e) {
        // the client is gone, or the test has ended
      }
    }
  }
}
