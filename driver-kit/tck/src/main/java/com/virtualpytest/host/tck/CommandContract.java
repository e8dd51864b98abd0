package com.virtualpytest.host.tck;

import static com.virtualpytest.host.tck.Findings.check;
import static com.virtualpytest.host.tck.Findings.failure;

import com.virtualpytest.host.api.driver.ActionDescription;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.ParameterException;
import com.virtualpytest.host.api.driver.PowerController;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.tck.Bench.Opened;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Commands and the actions that offer them. */
interface CommandContract {
  /** The host does these for every driver. */
  Set<String> OF_THE_HOST = Set.of("power_cycle", "reboot");

  String NO_SUCH = "no_such_command";
  Duration SHORT = Duration.ofSeconds(1);

  Bench bench();

  @Test
  default void aCommandWorks() throws Exception {
    Opened device = bench().openReady();
    for (int i = 0; i < 3; i++) {
      CommandResult result = bench().run(device, bench().subject().works());
      check(
          result.success(),
          bench().subject().works().name() + " failed although the hardware works: " + result,
          "Return CommandResult.ok() when the hardware has confirmed it; works() has to name a"
              + " command that can be repeated");
    }
  }

  @Test
  default void anUnknownCommandIsRefused() throws Exception {
    Opened device = bench().openReady();
    CommandResult result = attempt(device, Sample.of(NO_SUCH));
    check(
        !result.success() && result.code() == ErrorCode.BAD_REQUEST,
        "an unknown command gave " + result,
        "End the switch over command.name() with CommandResult.unknown(command)");
  }

  @Test
  default void actionsAreConstantAndDistinct() throws Exception {
    Controller controller = bench().openReady().controller();
    List<ActionDescription> actions = controller.actions();
    check(
        actions != null && actions.equals(controller.actions()),
        "actions() is null, or differs from call to call",
        "Return the same list each time");
    Set<String> ids = new HashSet<>();
    for (ActionDescription action : actions) {
      check(
          ids.add(action.id()),
          "two actions have the id " + action.id(),
          "Give each its own id, also where the command is the same");
    }
  }

  @Test
  default void everyActionIsAccepted() throws Exception {
    Opened device = bench().openReady();
    CommandResult unknown = attempt(device, Sample.of(NO_SUCH));
    bench().lose(device); // nothing is done to the hardware by this test
    for (ActionDescription action : device.controller().actions()) {
      boolean hosts =
          device.controller() instanceof PowerController && OF_THE_HOST.contains(action.command());
      if (!hosts) {
        CommandResult result = attempt(device, new Sample(action.command(), action.params()));
        check(
            !sameRefusal(unknown, result, action.command()),
            "actions() offers " + action.command() + ", but execute() does not know it",
            "Describe what execute() understands, and nothing else");
      }
    }
  }

  @Test
  default void wrongParametersAreRefused() throws Exception {
    Opened device = bench().openReady();
    bench().lose(device);
    for (ActionDescription action : device.controller().actions()) {
      if (action.input() != null && action.input().param() != null) {
        Map<String, Object> nonsense = Map.of(action.input().param(), List.of(Map.of()));
        CommandResult result = attempt(device, new Sample(action.command(), nonsense));
        check(
            !result.success(),
            action.command() + " took a list where it needs a text",
            "Read parameters with command.text(...), integer(...), seconds(...)");
      }
    }
  }

  @Test
  default void withoutHardwareACommandFailsAsAResult() throws Exception {
    Opened device = bench().openReady();
    bench().lose(device);
    CommandResult result = attempt(device, bench().subject().works(), bench().subject().patience());
    check(
        !result.success() && result.code() != null,
        "the hardware is gone, and " + bench().subject().works().name() + " gave " + result,
        "Success means that the hardware confirmed it; else return CommandResult.failed(code,"
            + " message, hint)");
    check(
        result.message() != null && result.message().contains(" "),
        "the failure has no sentence: " + result,
        "Say what is the case, and as the hint what a person can do");
  }

  @Test
  default void whatACommandBringsBackIsJson() throws Exception {
    Opened device = bench().openReady();
    CommandResult result = bench().run(device, bench().subject().works());
    String wrong = Json.notJson("data", result.data());
    check(
        wrong == null,
        "the result's data hold " + wrong,
        "Use texts, numbers, booleans, lists and maps");
  }

  @Test
  default void aClosedControllerDoesNothing() throws Exception {
    Opened device = bench().openReady();
    bench().close(device);
    CommandResult result = attempt(device, bench().subject().works(), bench().subject().patience());
    check(
        !result.success(),
        bench().subject().works().name() + " worked after close()",
        "Remember in close() that it came, and refuse commands from then on: another version of"
            + " the driver has the hardware now");
    bench()
        .awaitNoThreads(
            "after a command on a closed controller",
            "A command that comes after close() must not connect again");
  }

  private CommandResult attempt(Opened device, Sample sample) throws Exception {
    return attempt(device, sample, SHORT);
  }

  /** Runs it for a while; whatever refuses it properly becomes a failed result. */
  private CommandResult attempt(Opened device, Sample sample, Duration limit) throws Exception {
    Calls.Call<CommandResult> call =
        bench()
            .calls()
            .begin(
                "execute " + sample.name(),
                () -> bench().execute(device, bench().command(sample, limit)));
    if (!call.awaitDone(limit)) {
      call.interrupt();
    }
    try {
      CommandResult result = call.within(Bench.INTERRUPT, DeadlineContract.CHANGE);
      check(
          result != null,
          "execute " + sample.name() + " returned null",
          "Return CommandResult.ok(), failed(...) or unknown(command)");
      return result;
    } catch (ParameterException e) {
      return CommandResult.failed(ErrorCode.BAD_REQUEST, e.getMessage(), null);
    } catch (InterruptedException e) {
      return CommandResult.failed(ErrorCode.DEADLINE, sample.name() + " took too long", null);
    } catch (RuntimeException e) {
      return expected(e, sample.name());
    }
  }

  /** An {@link ApiException} is an answer; any other is an accident. */
  static CommandResult expected(RuntimeException e, String what) {
    if (e instanceof ApiException refusal) {
      return CommandResult.failed(refusal.code(), refusal.getMessage(), refusal.hint());
    }
    throw failure(
        what + " ended with an exception",
        "Failures of devices are results: CommandResult.failed(code, message, hint)",
        e);
  }

  private static boolean sameRefusal(CommandResult unknown, CommandResult result, String name) {
    return !result.success()
        && result.code() == unknown.code()
        && result.message() != null
        && unknown.message() != null
        && result.message().equals(unknown.message().replace(NO_SUCH, name));
  }
}
