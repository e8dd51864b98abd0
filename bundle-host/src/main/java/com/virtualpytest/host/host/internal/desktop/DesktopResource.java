package com.virtualpytest.host.host.internal.desktop;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.command.Commands;
import com.virtualpytest.host.host.internal.control.Lookup;
import com.virtualpytest.host.host.internal.control.ResponseThreads;
import com.virtualpytest.host.host.internal.registry.Binding;
import com.virtualpytest.host.host.internal.registry.BoundDevice;
import com.virtualpytest.host.host.internal.registry.DeviceRegistry;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code POST /host/desktop/*}: shell commands and automation on the desktop of a device. */
@Component(service = DesktopResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("desktop")
@Produces(MediaType.APPLICATION_JSON)
public final class DesktopResource {

  private static final Pattern SHELL = Pattern.compile("execute_bash_command");
  private static final Pattern AUTOMATION = Pattern.compile("execute_(pyautogui|ldtp)_.+");

  /** For commands before this one, and for what a command takes beside its own time. */
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private static final double DEFAULT_SECONDS = 30;
  private static final double MAX_SECONDS = 3600;

  private final DeviceRegistry registry;
  private final Commands commands;
  private final ResponseThreads threads;
  private final Clock clock = Clock.systemUTC();

  @Activate
  public DesktopResource(
      @Reference DeviceRegistry registry,
      @Reference Commands commands,
      @Reference ResponseThreads threads) {
    this.registry = registry;
    this.commands = commands;
    this.threads = threads;
  }

  /** Runs a shell command, where that is allowed. */
  @POST
  @Path("bash/executeCommand")
  public CompletionStage<DesktopAnswer> bash(
      DesktopRequest request, @QueryParam("device_id") String fromQuery) {
    Binding binding = binding(request, fromQuery, "bash");
    if (!SHELL.matcher(request.command()).matches()) {
      return unknown("Unknown command: " + request.command());
    }
    return answer(send(request, binding).thenApply(result -> requireShell(binding, result)));
  }

  /** Works on the desktop as a person does. */
  @POST
  @Path("pyautogui/executeCommand")
  public CompletionStage<DesktopAnswer> pyautogui(
      DesktopRequest request, @QueryParam("device_id") String fromQuery) {
    Binding binding = binding(request, fromQuery, "PyAutoGUI");
    if (!AUTOMATION.matcher(request.command()).matches()) {
      return unknown("Unknown PyAutoGUI command: " + request.command());
    }
    return answer(send(request, binding));
  }

  private Binding binding(DesktopRequest request, String fromQuery, String kind) {
    if (request.command() == null || request.command().isEmpty()) {
      throw new ApiException(ErrorCode.BAD_REQUEST, "command is required");
    }
    BoundDevice device = Lookup.device(registry.snapshot(), request.deviceOr(fromQuery));
    return device
        .binding(Capability.DESKTOP)
        .orElseThrow(
            () -> {
              String id = device.definition().id();
              List<String> can = device.capabilities().stream().map(Capability::wireName).toList();
              return new ApiException(
                  ErrorCode.NOT_FOUND,
                  "No desktop controllers found for device " + id,
                  kind + " commands need a desktop driver, such as the display bundle",
                  id,
                  Map.of("available_capabilities", can));
            });
  }

  private static CommandResult requireShell(Binding binding, CommandResult result) {
    if (result.code() == ErrorCode.NOT_SUPPORTED) {
      String id = binding.device().id();
      throw new ApiException(
          ErrorCode.NOT_FOUND,
          "No bash desktop controller found for device " + id,
          result.hint(),
          id);
    }
    return result;
  }

  private CompletableFuture<CommandResult> send(DesktopRequest request, Binding binding) {
    return commands.send(command(request), binding, request.lease());
  }

  private Command command(DesktopRequest request) {
    Map<String, Object> params = request.paramsOrNone();
    double seconds = DEFAULT_SECONDS;
    if (params.get("timeout") instanceof Number number) {
      seconds = Math.max(0, Math.min(number.doubleValue(), MAX_SECONDS));
    }
    Instant deadline = clock.instant().plus(PATIENCE).plusMillis((long) (seconds * 1000));
    return new Command(request.command(), params, deadline);
  }

  private CompletionStage<DesktopAnswer> answer(CompletableFuture<CommandResult> result) {
    Instant begin = clock.instant();
    return threads.answer(
        result, done -> DesktopAnswer.of(done, Duration.between(begin, clock.instant())));
  }

  private CompletionStage<DesktopAnswer> unknown(String error) {
    return answer(
        CompletableFuture.completedFuture(
            CommandResult.failed(ErrorCode.BAD_REQUEST, error, null)));
  }
}
