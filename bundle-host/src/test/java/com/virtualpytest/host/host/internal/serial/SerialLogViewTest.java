package com.virtualpytest.host.host.internal.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.api.driver.SerialController;
import com.virtualpytest.host.api.driver.SerialController.Output;
import com.virtualpytest.host.api.driver.SerialController.Position;
import com.virtualpytest.host.api.http.ApiException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Logs that are closed while they are read: the device is handed over to another driver. */
class SerialLogViewTest {
  private static final String TEXT = "booting...";

  @Test
  void whatWasReadBeforeTheLogWasClosedIsKept() {
    Deque<SerialController> consoles = new ArrayDeque<>(List.of(console(1)));
    SerialLogView.Part part = SerialLogView.read(consoles::remove, "tv1", 0, 100);
    assertThat(part.bytes().toString(StandardCharsets.UTF_8)).isEqualTo(TEXT);
    assertThat(part.next()).isEqualTo(TEXT.length());
  }

  @Test
  void aLogThatWasClosedBeforeIsReadFromTheNextDriver() {
    Deque<SerialController> consoles = new ArrayDeque<>(List.of(console(0), console(9)));
    SerialLogView.Part part = SerialLogView.read(consoles::remove, "tv1", 0, 100);
    assertThat(part.bytes().toString(StandardCharsets.UTF_8)).isEqualTo(TEXT);
    assertThat(consoles).isEmpty();
  }

  @Test
  void aDriverThatIsClosedTwiceIsOffline() {
    Deque<SerialController> consoles = new ArrayDeque<>(List.of(console(0), console(0)));
    assertThatThrownBy(() -> SerialLogView.read(consoles::remove, "tv1", 0, 100))
        .isInstanceOf(ApiException.class)
        .hasMessage("The console's log cannot be read now");
  }

  /** A console with {@link #TEXT}, whose log is closed after so many reads. */
  private static SerialController console(int reads) {
    int[] left = {reads};
    return (SerialController)
        Proxy.newProxyInstance(
            SerialController.class.getClassLoader(),
            new Class<?>[] {SerialController.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("position")) {
                return new Position(0, TEXT.length(), null);
              }
              if (left[0]-- == 0) {
                throw new IOException("the log is closed");
              }
              int from = (int) (long) (Long) arguments[0];
              byte[] rest = TEXT.substring(from).getBytes(StandardCharsets.UTF_8);
              return new Output(from, ByteBuffer.wrap(rest), 0, List.of());
            });
  }
}
