package com.virtualpytest.host.tck;

import static com.virtualpytest.host.tck.Findings.check;
import static com.virtualpytest.host.tck.Findings.failure;

import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.tck.Bench.Opened;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Opening and closing, with hardware and without. */
interface LifecycleContract {
  Bench bench();

  @Test
  default void whatWorksBecomesReady() throws Exception {
    bench().openReady();
  }

  @Test
  default void missingHardwareIsNoReasonToFail() throws Exception {
    bench().subject().hardware().takeAway();
    Opened device = openWithoutHardware();
    check(
        !device.status().state().usable(),
        "the hardware is not there, but the status is " + Bench.text(device.status()),
        "Say ready() only when the hardware has answered");
  }

  @Test
  default void whatComesLaterBecomesReady() throws Exception {
    bench().subject().hardware().takeAway();
    Opened device = openWithoutHardware();
    bench().awaitUnusable(device);
    bench().subject().hardware().bringBack();
    bench().awaitReady(device);
  }

  @Test
  default void closeIsIdempotent() throws Exception {
    Opened device = bench().openReady();
    bench().close(device);
    try {
      bench().close(device);
    } catch (RuntimeException e) {
      throw failure(
          "the second close() failed", "A controller can be closed twice: remember it", e);
    }
  }

  @Test
  default void closeDoesNotWaitForTheHardware() throws Exception {
    Opened device = bench().openReady();
    bench().subject().hardware().slowDown(DeadlineContract.SLOW);
    bench().close(device);
  }

  @Test
  default void whatIsClosedCanBeOpenedAgain() throws Exception {
    for (int round = 0; round < 3; round++) {
      bench().close(bench().openReady());
    }
    Opened device = bench().openReady();
    check(
        bench().run(device, bench().subject().works()).success(),
        "after three times open and close the command fails",
        "close() has to give everything back: sockets, locks, registrations");
  }

  @Test
  default void theStatusOfAClosedControllerCanBeAsked() throws Exception {
    Opened device = bench().openReady();
    bench().close(device);
    try {
      check(
          device.status() != null,
          "status() is null after close()",
          "Return the last known status");
    } catch (RuntimeException e) {
      throw failure("status() failed after close()", "Return the last known status", e);
    }
  }

  @Test
  default void aControllerNeedsNoCommandToBeClosed() throws Exception {
    bench().close(bench().open());
    bench()
        .awaitNoThreads(
            "after open() and close() at once",
            "close() may come while the driver still connects: end that, too");
  }

  private Opened openWithoutHardware() throws Exception {
    try {
      return bench().open();
    } catch (SettingException e) {
      throw failure(
          "the settings are right, only the hardware is away, and open() threw",
          "Return a controller that is offline and keeps trying",
          e);
    } catch (IOException | RuntimeException e) {
      throw failure(
          "the hardware is away, and open() threw",
          "Missing hardware is no reason to fail: return a controller that is offline and keeps"
              + " trying",
          e);
    }
  }
}
