package com.virtualpytest.host.host.internal.registry;

import static com.virtualpytest.host.host.internal.testing.Bench.LONG;
import static com.virtualpytest.host.host.internal.testing.Bench.device;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.host.internal.generation.Parked;
import com.virtualpytest.host.host.internal.generation.SwapException;
import com.virtualpytest.host.host.internal.testing.Bench;
import com.virtualpytest.host.host.internal.testing.FakeDriver;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Two generations of a driver, of which one stands by. */
abstract class ExchangeFixture {

  Bench bench = new Bench();
  FakeDriver old = new FakeDriver("fake", Capability.REMOTE);
  FakeDriver next = new FakeDriver("fake", Capability.REMOTE);
  long from;
  long to;

  @AfterEach
  void end() {
    old.opened.forEach(controller -> controller.release.countDown());
    next.opened.forEach(controller -> controller.release.countDown());
    bench.close();
  }

  /** A bench with other times, to be called before {@link #begin}. */
  void use(Timing timing) {
    bench.close();
    bench = new Bench(timing);
  }

  void begin(String... devices) {
    bench.registry.setDevices(List.of(devices).stream().map(id -> device(id, "fake")).toList());
    from = 100 + bench.add(old);
    List.of(devices).forEach(id -> bench.awaitState(id, State.READY));
    to = bench.standBy(next);
  }

  Parked swap() throws SwapException {
    bench.registry.exchange().prepare(from, to);
    return bench.registry.exchange().handOver(from, to);
  }

  Parked swapUnchecked() {
    try {
      return swap();
    } catch (SwapException e) {
      throw new IllegalStateException(e);
    }
  }

  static Timing shortTrial(Duration trial, Duration parking) {
    return timing(trial, parking, LONG);
  }

  /** As the bench's, but for how long a swap waits for a command. */
  static Timing shortBusy(Duration busy) {
    return timing(LONG, LONG, busy);
  }

  private static Timing timing(Duration trial, Duration parking, Duration busy) {
    Timing usual = Bench.timing(Duration.ofMillis(300), LONG);
    return new Timing(
        usual.open(),
        usual.drain(),
        usual.stopDrain(),
        usual.interrupt(),
        usual.answer(),
        usual.firstRetry(),
        usual.lastRetry(),
        usual.idle(),
        parking,
        busy,
        trial,
        LONG);
  }
}
