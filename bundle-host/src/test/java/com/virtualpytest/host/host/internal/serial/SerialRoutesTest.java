package com.virtualpytest.host.host.internal.serial;

import static com.virtualpytest.host.host.internal.testing.Bench.device;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.driver.SerialController;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.api.stream.StreamRequest;
import com.virtualpytest.host.host.internal.lease.Leases;
import com.virtualpytest.host.host.internal.testing.Bench;
import com.virtualpytest.host.host.internal.testing.FakeController;
import com.virtualpytest.host.host.internal.testing.FakeDriver;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A console whose log holds {@code hello} at offset 100, and nothing older. */
@Timeout(60)
class SerialRoutesTest {
  private static final int OLDEST = 100;
  private static final byte[] OUTPUT = "hello".getBytes(StandardCharsets.US_ASCII);

  private static final class FakeConsole extends FakeController implements SerialController {
    FakeConsole(DeviceDefinition device, DriverContext context) {
      super(device, context);
    }

    @Override
    public Position position() {
      return new Position(OLDEST, OLDEST + OUTPUT.length, null);
    }

    @Override
    public Output read(long from, int max, Duration wait) {
      int begin = (int) Math.max(0, Math.min(from - OLDEST, OUTPUT.length));
      ByteBuffer bytes = ByteBuffer.wrap(OUTPUT, begin, OUTPUT.length - begin);
      return new Output(OLDEST + begin, bytes, Math.max(0, OLDEST - from), List.of());
    }

    @Override
    public Keyboard keyboard(String who, boolean takeOver, Runnable lost) {
      return null;
    }
  }

  private final Bench bench = new Bench();
  private final FakeDriver driver = new FakeDriver("console", Capability.SERIAL);
  private final Consoles consoles = new Consoles(bench.registry);
  private final SerialResource resource = new SerialResource(consoles, null, null, null);
  private final ConsoleEndpoint endpoint =
      new ConsoleEndpoint(consoles, null, new Leases(bench.events));

  @BeforeEach
  void devices() {
    driver.opener = FakeConsole::new;
    bench.registry.setDevices(List.of(device("device1", "console")));
    bench.add(driver);
    bench.awaitState("device1", State.READY);
  }

  @AfterEach
  void end() {
    bench.close();
  }

  @Test
  void theLogIsJsonForWhoAsksForItWhateverIsAccepted() {
    Response json = resource.log("device1", "100", null, "json");

    assertThat(json.getMediaType()).isEqualTo(MediaType.APPLICATION_JSON_TYPE);
    assertThat(json.getEntity())
        .isInstanceOfSatisfying(
            SerialLogView.class, view -> assertThat(view.output()).isEqualTo("hello"));
    assertThat(resource.log("device1", "100", null, null).getEntity()).isEqualTo(OUTPUT);
  }

  @Test
  void theLogIsTextForWhoAsksForItWhateverIsAccepted() {
    Response text = resource.logWithTimes("device1", "100", null, "text");

    assertThat(text.getMediaType()).hasToString("text/plain;charset=utf-8");
    assertThat(text.getEntity()).isEqualTo(OUTPUT);
    assertThat(resource.logWithTimes("device1", "100", null, null).getEntity())
        .isInstanceOf(SerialLogView.class);
  }

  @Test
  void anotherFormatIsRefused() {
    assertThatThrownBy(() -> resource.log("device1", null, null, "xml"))
        .isInstanceOfSatisfying(
            ApiException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_REQUEST))
        .hasMessage("format must be json or text");
  }

  @Test
  void aWebSocketBeginsAtWhatIsStillKept() {
    assertThat(watch(OLDEST)).isNotNull();
    assertThatThrownBy(() -> watch(OLDEST - 1))
        .isInstanceOfSatisfying(
            ApiException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_REQUEST))
        .hasMessage("from must be 100 or more: the rest is gone");
  }

  private Object watch(long from) {
    Map<String, String> query = Map.of("mode", "watch", "from", Long.toString(from));
    return endpoint.open(
        new StreamRequest("/", Map.of("device_id", "device1"), query, "127.0.0.1"), null);
  }
}
