package com.virtualpytest.host.tck;

import static com.virtualpytest.host.tck.Findings.check;

import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.tck.Bench.Opened;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The state of a controller is what was observed of its hardware. */
interface StatusContract {
  Bench bench();

  @Test
  default void theStatusSaysWhenTheHardwareGoes() throws Exception {
    Opened device = bench().openReady();
    bench().lose(device);
  }

  @Test
  default void theStatusSaysWhenItComesBack() throws Exception {
    Opened device = bench().openReady();
    bench().lose(device);
    bench().subject().hardware().bringBack();
    bench().awaitReady(device);
    check(
        bench().run(device, bench().subject().works()).success(),
        "the status is ready again, but a command fails",
        "Connect again before the status says ready()");
  }

  @Test
  default void aProbeTellsTheTruthOfNow() throws Exception {
    Opened device = bench().openReady();
    check(
        probe(device).state().usable(),
        "the hardware works, but probe() says " + Bench.text(device.status()),
        "probe() asks the hardware and says what it answered");
    bench().subject().hardware().takeAway();
    // it may take more than one look where the hardware is watched rather than asked
    bench()
        .await(
            () -> !probeQuietly(device).state().usable(),
            () -> "the hardware is gone, but probe() says " + Bench.text(device.status()),
            "The probe lies: override probe() and ask the hardware in it, or keep status() true by"
                + " asking regularly");
  }

  @Test
  default void theStatusNeverBlocks() throws Exception {
    Opened device = bench().openReady();
    bench().subject().hardware().slowDown(DeadlineContract.SLOW);
    Calls.Call<CommandResult> running = DeadlineContract.begin(bench(), device);
    for (int i = 0; i < 20; i++) {
      bench()
          .call(
              "status",
              Bench.ANSWER,
              "status() returns what is known: no question to the hardware and no lock that a"
                  + " command holds",
              device::status);
    }
    running.interrupt();
  }

  @Test
  default void whatUsersReadIsASentence() throws Exception {
    Opened device = bench().openReady();
    bench().lose(device);
    String detail = device.status().detail();
    check(
        detail != null && detail.strip().contains(" "),
        "the status is " + Bench.text(device.status()) + ", without a sentence",
        "Say what is the case: context.status().offline(\"The plug cannot be reached\", \"Look at"
            + " its power and Wi-Fi\")");
    CommandResult result = bench().run(device, bench().subject().works());
    for (Status status : device.context().history()) {
      readable(status.detail());
      readable(status.hint());
    }
    readable(result.message());
    readable(result.hint());
  }

  @Test
  default void theSameStateKeepsItsBeginning() throws Exception {
    Opened device = bench().openReady();
    Status first = device.status();
    bench().run(device, bench().subject().works());
    Status second = device.status();
    check(
        first.state() != second.state() || first.since().equals(second.since()),
        "the state is " + second.state().wireName() + " all the time, but since() has changed",
        "Use context.status(), which keeps since() while the state stays the same");
  }

  @Test
  default void manyMayAskAtATime() throws Exception {
    Opened device = bench().openReady();
    List<Calls.Call<Void>> askers =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    bench()
                        .calls()
                        .<Void>begin(
                            "status and actions",
                            () -> {
                              for (int n = 0; n < 200; n++) {
                                device.controller().status();
                                device.controller().actions();
                              }
                              return null;
                            }))
            .toList();
    for (int i = 0; i < 3; i++) {
      bench().run(device, bench().subject().works());
    }
    for (Calls.Call<Void> asker : askers) {
      try {
        asker.within(
            bench().subject().patience(), "status() and actions() must not wait for commands");
      } catch (RuntimeException e) {
        throw Findings.failure(
            "status() or actions() failed while commands ran",
            "They come from any thread at any time: use immutable values and volatile fields",
            e);
      }
    }
  }

  private static void readable(String text) {
    check(
        text == null || !text.matches("(?s).*(\\w+Exception|java\\.\\w+|\\n\\s*at ).*"),
        "users read \"" + text + "\"",
        "Say it in a sentence of your own; exceptions belong in context.logger()");
  }

  private Status probe(Opened device) throws Exception {
    return bench()
        .call(
            "probe",
            Bench.OPEN,
            "probe() has 10 s: give its question a time limit",
            device.controller()::probe);
  }

  private Status probeQuietly(Opened device) {
    try {
      return probe(device);
    } catch (Exception e) {
      throw Findings.failure(
          "probe() failed when the hardware was gone", "Say it with the status instead", e);
    }
  }
}
