package com.virtualpytest.host.tck;

import static com.virtualpytest.host.tck.Findings.check;

import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.tck.Bench.Opened;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The host interrupts a command at its deadline, or when its caller has gone. */
interface DeadlineContract {
  /** What slow hardware takes for an answer. */
  Duration SLOW = Duration.ofSeconds(20);

  /** When a command is called running. */
  Duration BEGUN = Duration.ofMillis(250);

  String CHANGE =
      "The command ignores its deadline: let InterruptedException pass, use channels or sockets that"
          + " an interruption closes, and bound every wait by command.remaining(Instant.now())";

  Bench bench();

  @Test
  default void aCommandEndsWhenItIsInterrupted() throws Exception {
    Opened device = bench().openReady();
    bench().subject().hardware().slowDown(SLOW);
    interrupt(begin(bench(), device));
  }

  @Test
  default void aCommandThatWasInterruptedBeforeDoesNotBegin() throws Exception {
    Opened device = bench().openReady();
    bench().subject().hardware().slowDown(SLOW);
    Command command = bench().command(bench().subject().lasting(), SLOW.multipliedBy(2));
    Calls.Call<CommandResult> call =
        bench()
            .calls()
            .begin(
                "an interrupted " + command.name(),
                () -> {
                  Thread.currentThread().interrupt();
                  return bench().execute(device, command);
                });
    end(call);
  }

  @Test
  default void afterAnInterruptionTheNextCommandWorks() throws Exception {
    Opened device = bench().openReady();
    bench().subject().hardware().slowDown(SLOW);
    interrupt(begin(bench(), device));
    bench().subject().hardware().bringBack();
    bench().awaitReady(device);
    CommandResult[] last = new CommandResult[1];
    bench()
        .await(
            () -> works(device, last),
            () -> "a command was interrupted, and now every command fails: " + last[0],
            "An interrupted command leaves things as the next one needs them: drop the connection that"
                + " it used, free locks in finally");
  }

  @Test
  default void closeEndsWhatRuns() throws Exception {
    Opened device = bench().openReady();
    bench().subject().hardware().slowDown(SLOW);
    Calls.Call<CommandResult> running = begin(bench(), device);
    running.interrupt();
    bench().close(device);
    end(running);
    bench().awaitNoThreads("after close() during a command", "End them in Controller.close()");
  }

  @Test
  default void aProbeEndsWhenItIsInterrupted() throws Exception {
    Opened device = bench().openReady();
    bench().subject().hardware().slowDown(SLOW);
    Calls.Call<Object> probe = bench().calls().begin("probe", device.controller()::probe);
    pause(probe);
    interrupt(probe);
  }

  /** Starts the lasting command and gives it time to reach the hardware. */
  static Calls.Call<CommandResult> begin(Bench bench, Opened device) throws Exception {
    Command command = bench.command(bench.subject().lasting(), SLOW.multipliedBy(2));
    Calls.Call<CommandResult> call =
        bench.calls().begin("execute " + command.name(), () -> bench.execute(device, command));
    pause(call);
    return call;
  }

  private static void pause(Calls.Call<?> call) {
    call.awaitDone(BEGUN);
  }

  private void interrupt(Calls.Call<?> call) throws Exception {
    call.interrupt();
    end(call);
  }

  private void end(Calls.Call<?> call) throws Exception {
    try {
      Object result = call.within(Bench.INTERRUPT, CHANGE);
      check(
          !(result instanceof CommandResult answer) || answer.success() || answer.code() != null,
          "the interrupted command failed without a code",
          "Throw InterruptedException, or use CommandResult.failed(code, message, hint)");
    } catch (InterruptedException e) {
      return; // as it should
    } catch (RuntimeException e) {
      CommandContract.expected(e, "an interruption");
    }
  }

  private boolean works(Opened device, CommandResult[] last) {
    try {
      last[0] = bench().run(device, bench().subject().works());
      return last[0].success();
    } catch (RuntimeException e) {
      CommandContract.expected(e, "the next command");
      return false;
    } catch (Exception e) {
      throw Findings.failure("the command after an interruption failed", CHANGE, e);
    }
  }
}
