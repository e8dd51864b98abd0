package com.virtualpytest.host.host.internal.power;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.driver.ActionDescription;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.ParameterException;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.command.CommandAnswer;
import com.virtualpytest.host.host.internal.command.CommandRequest;
import com.virtualpytest.host.host.internal.command.Served;
import com.virtualpytest.host.host.internal.control.Lookup;
import com.virtualpytest.host.host.internal.control.ResponseThreads;
import com.virtualpytest.host.host.internal.registry.Binding;
import com.virtualpytest.host.host.internal.registry.DeviceRegistry;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code POST /host/power/*}: the power of a device, whichever driver switches it. */
@Component(service = PowerResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("power")
@Produces(MediaType.APPLICATION_JSON)
public final class PowerResource {

  /** For commands before this one and for the switching; clients wait 60 s for a reboot of 35 s. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final String UNKNOWN =
      "Invalid command. Valid commands: ['power_on', 'power_off', 'reboot']";

  private final DeviceRegistry registry;
  private final ResponseThreads threads;
  private final PowerStatusCheck check;
  private final RunningCommands running = new RunningCommands();
  private final Clock clock = Clock.systemUTC();

  /** The answer about a switch. */
  public record StatusAnswer(boolean success, PowerStatus status, String deviceId) {}

  /**
   * The answer to a cancellation.
   *
   * @param cancelled how many commands ran or waited
   */
  public record Cancelled(boolean success, int cancelled, String deviceId) {}

  @Activate
  public PowerResource(@Reference DeviceRegistry registry, @Reference ResponseThreads threads) {
    this.registry = registry;
    this.threads = threads;
    this.check = new PowerStatusCheck(clock);
  }

  /** Asks the switch; while a command runs, what was last seen is told. */
  @POST
  @Path("getStatus")
  public CompletionStage<StatusAnswer> status(
      CommandRequest request, @QueryParam("device_id") String fromQuery) {
    Binding binding = binding(request, fromQuery);
    String device = binding.device().id();
    return threads.answer(check.of(binding), status -> new StatusAnswer(true, status, device));
  }

  /** Switches. A command that fails is an answer, too. */
  @POST
  @Path("executeCommand")
  public CompletionStage<CommandAnswer> execute(
      CommandRequest request, @QueryParam("device_id") String fromQuery) {
    String name = request.command();
    Binding binding = binding(request, fromQuery);
    String device = binding.device().id();
    List<String> known =
        binding.actions().stream().map(ActionDescription::command).distinct().toList();
    if (!known.isEmpty() && !known.contains(name)) {
      throw unknown(device, known);
    }
    Command command = command(request, name, device);
    CompletableFuture<CommandResult> result = binding.execute(command);
    running.add(device, name, result);
    return threads.answer(
        result,
        done -> {
          if (done.equals(CommandResult.unknown(command))) {
            throw unknown(device, known);
          }
          return CommandAnswer.of(name, Served.require(device, done), device);
        });
  }

  /** Ends what runs and waits; a power cycle that is off is switched on then. */
  @POST
  @Path("cancel")
  public Cancelled cancel(CommandRequest request, @QueryParam("device_id") String fromQuery) {
    String device = binding(request, fromQuery).device().id();
    return new Cancelled(true, running.cancel(device), device);
  }

  private Binding binding(CommandRequest request, String fromQuery) {
    return Lookup.controller(registry.snapshot(), request.deviceOr(fromQuery), Capability.POWER);
  }

  private Command command(CommandRequest request, String name, String device) {
    Command command = new Command(name, request.params(), clock.instant().plus(PATIENCE));
    if (!PowerCycle.isMeant(command)) {
      return command;
    }
    try {
      Duration waits = PowerCycle.of(command).waits();
      return new Command(name, request.params(), command.deadline().plus(waits));
    } catch (ParameterException e) {
      throw new ApiException(ErrorCode.BAD_REQUEST, e.getMessage(), null, device);
    }
  }

  private static ApiException unknown(String device, List<String> known) {
    String hint = known.isEmpty() ? null : "This device knows " + String.join(", ", known);
    return new ApiException(ErrorCode.BAD_REQUEST, UNKNOWN, hint, device);
  }
}
