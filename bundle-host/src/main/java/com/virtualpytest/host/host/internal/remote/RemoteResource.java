package com.virtualpytest.host.host.internal.remote;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.driver.App;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import com.virtualpytest.host.api.driver.RemoteController;
import com.virtualpytest.host.api.driver.UiElement;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.command.CommandAnswer;
import com.virtualpytest.host.host.internal.command.Commands;
import com.virtualpytest.host.host.internal.command.Failed;
import com.virtualpytest.host.host.internal.command.Served;
import com.virtualpytest.host.host.internal.control.Lookup;
import com.virtualpytest.host.host.internal.control.ResponseThreads;
import com.virtualpytest.host.host.internal.registry.Binding;
import com.virtualpytest.host.host.internal.registry.ControllerCall;
import com.virtualpytest.host.host.internal.registry.DeviceRegistry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code /host/remote/*}: remote controls of devices, and what their screens show. */
@Component(service = RemoteResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("remote")
@Produces(MediaType.APPLICATION_JSON)
public final class RemoteResource {
  /** Callers wait for 60 s at most. */
  private static final Duration LIMIT = Duration.ofSeconds(58);

  private static final int MAX_WAIT_MILLIS = 55_000;

  private final DeviceRegistry registry;
  private final Commands commands;
  private final ResponseThreads threads;
  private final Clock clock = Clock.systemUTC();

  /** The answer to a tap. */
  public record Tapped(boolean success, String message, String deviceId) {}

  /** A picture of the screen, Base64 on the wire. */
  public record Screenshot(boolean success, String screenshot, String deviceId) {}

  /** What is on the screen. */
  public record Dump(boolean success, List<ElementView> elements, String deviceId) {}

  /**
   * Both.
   *
   * @param screenshot null when it failed
   * @param elements null when it failed, and for remote controls that do not offer it
   * @param error what failed
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Screen(
      boolean success,
      String deviceId,
      String screenshot,
      List<ElementView> elements,
      String error,
      ErrorCode code,
      String hint) {}

  /** A program on the device. */
  public record AppView(
      @JsonProperty("packageName") String packageName, @JsonProperty("label") String label) {
    static AppView of(App app) {
      return new AppView(app.packageName(), app.label());
    }
  }

  /** The programs of the device. */
  public record Apps(boolean success, List<AppView> apps, String deviceId) {}

  @Activate
  public RemoteResource(
      @Reference DeviceRegistry registry,
      @Reference Commands commands,
      @Reference ResponseThreads threads) {
    this.registry = registry;
    this.commands = commands;
    this.threads = threads;
  }

  /** Runs a command; {@code wait_time} holds back the answer to one that succeeded. */
  @POST
  @Path("executeCommand")
  public CompletionStage<CommandAnswer> execute(
      RemoteRequest request, @QueryParam("device_id") String fromQuery) {
    request.command();
    Binding binding = binding(request, fromQuery);
    Duration wait = waitTime(request.params());
    return commands
        .run(request, binding, LIMIT.minus(wait))
        .thenCompose(
            answer ->
                answer.success() && !wait.isZero()
                    ? threads.later(answer, wait)
                    : CompletableFuture.completedFuture(answer));
  }

  @POST
  @Path("tapCoordinates")
  public CompletionStage<Response> tap(
      RemoteRequest request, @QueryParam("device_id") String fromQuery) {
    if (request.x() == null || request.y() == null) {
      throw new ApiException(ErrorCode.BAD_REQUEST, "Missing required parameters: x, y");
    }
    Binding binding = binding(request, fromQuery);
    Command tap =
        new Command("tap_coordinates", Map.of("x", request.x(), "y", request.y()), inTime(LIMIT));
    return threads.answer(
        commands.send(tap, binding, request.lease()), result -> tapped(request, binding, result));
  }

  private static Response tapped(RemoteRequest request, Binding binding, CommandResult result) {
    String device = binding.device().id();
    if (result.success()) {
      String message = "Tap executed at coordinates (%s, %s)".formatted(request.x(), request.y());
      return Response.ok(new Tapped(true, message, device)).build();
    }
    if (result.code() == ErrorCode.BAD_REQUEST) {
      throw new ApiException(ErrorCode.BAD_REQUEST, result.message(), result.hint(), device);
    }
    String hint =
        result.hint() == null ? result.message() : result.message() + ". " + result.hint();
    Failed failed = new Failed(false, "Tap execution failed", result.code(), hint, device);
    return Response.status(500).entity(failed).build();
  }

  @POST
  @Path("takeScreenshot")
  public CompletionStage<Response> screenshot(
      RemoteRequest request, @QueryParam("device_id") String fromQuery) {
    return ask(
        binding(request, fromQuery),
        "takeScreenshot",
        RemoteController::screenshot,
        (png, device) -> new Screenshot(true, base64(png), device));
  }

  @POST
  @Path("dumpUi")
  public CompletionStage<Response> dump(
      RemoteRequest request, @QueryParam("device_id") String fromQuery) {
    return ask(
        binding(request, fromQuery),
        "dumpUi",
        RemoteController::elements,
        (elements, device) -> new Dump(true, ElementView.of(elements), device));
  }

  @POST
  @Path("getApps")
  public CompletionStage<Response> apps(
      RemoteRequest request, @QueryParam("device_id") String fromQuery) {
    return ask(
        binding(request, fromQuery),
        "getApps",
        RemoteController::apps,
        (apps, device) -> new Apps(true, apps.stream().map(AppView::of).toList(), device));
  }

  @POST
  @Path("screenshotAndDump")
  public CompletionStage<Response> screen(
      RemoteRequest request, @QueryParam("device_id") String fromQuery) {
    Binding binding = binding(request, fromQuery);
    String device = binding.device().id();
    CompletableFuture<Screen> screen =
        binding.call(
            RemoteController.class,
            "screenshotAndDump",
            inTime(LIMIT),
            remote -> screen(remote, device));
    return answer(
        screen, device, both -> Response.status(both.success() ? 200 : 400).entity(both).build());
  }

  private static Screen screen(RemoteController remote, String device) throws InterruptedException {
    byte[] picture = null;
    List<UiElement> elements = null;
    ApiException noPicture = null;
    ApiException noElements = null;
    try {
      picture = remote.screenshot();
    } catch (ApiException e) {
      noPicture = e;
    }
    try {
      elements = remote.elements();
    } catch (ApiException e) {
      noElements = e.code() == ErrorCode.NOT_SUPPORTED ? null : e;
    }
    ApiException first = noPicture == null ? noElements : noPicture;
    return new Screen(
        first == null,
        device,
        picture == null ? null : base64(picture),
        elements == null ? null : ElementView.of(elements),
        problems(noPicture, noElements),
        first == null ? null : first.code(),
        first == null ? null : first.hint());
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String problems(ApiException noPicture, ApiException noElements) {
    String picture = noPicture == null ? null : "Screenshot: " + noPicture.getMessage();
    String elements = noElements == null ? null : "UI dump: " + noElements.getMessage();
    return picture == null ? elements : elements == null ? picture : picture + "; " + elements;
  }

  /** The screen as a picture, for pages and tools; its failures have statuses of their own. */
  @GET
  @Path("{device_id}/screenshot.png")
  @Produces("image/png")
  public CompletionStage<Response> png(@PathParam("device_id") String id) {
    Binding binding = Lookup.controller(registry.snapshot(), id, Capability.REMOTE);
    CompletableFuture<byte[]> picture =
        binding.call(
            RemoteController.class, "screenshot.png", inTime(LIMIT), RemoteController::screenshot);
    return threads
        .answer(picture, png -> Response.ok(png).header("Cache-Control", "no-store").build())
        .exceptionally(failure -> refuse(failure, id));
  }

  private static Response refuse(Throwable failure, String id) {
    Failed failed = Failed.of(failure, id).orElseThrow(() -> new CompletionException(failure));
    throw new ApiException(failed.code(), failed.error(), failed.hint(), id);
  }

  /** What comes of an answer. */
  private interface View<T> {
    Object of(T answer, String device);
  }

  private <T> CompletionStage<Response> ask(
      Binding binding, String label, ControllerCall<RemoteController, T> call, View<T> view) {
    String device = binding.device().id();
    return answer(
        binding.call(RemoteController.class, label, inTime(LIMIT), call),
        device,
        answer -> Response.ok(view.of(answer, device)).build());
  }

  /** Clients know 400 for whatever the device did not do, unless they are to come again. */
  private <T> CompletionStage<Response> answer(
      CompletableFuture<T> result, String device, Function<T, Response> view) {
    return threads
        .answer(result, view)
        .exceptionally(
            failure ->
                Failed.of(failure, device)
                    .map(failed -> Response.status(400).entity(Served.require(failed)).build())
                    .orElseThrow(() -> new CompletionException(failure)));
  }

  private Binding binding(RemoteRequest request, String fromQuery) {
    String type = request.remoteType();
    return Lookup.controller(
        registry.snapshot(),
        request.deviceOr(fromQuery),
        Capability.REMOTE,
        binding -> type == null || type.equals(binding.driver()));
  }

  private Instant inTime(Duration limit) {
    return clock.instant().plus(limit);
  }

  private static Duration waitTime(Map<String, Object> params) {
    Object wait = params.get("wait_time");
    if (wait == null || wait.equals("")) {
      return Duration.ZERO;
    }
    try {
      double millis = Double.parseDouble(wait.toString());
      if (millis >= 0 && millis <= MAX_WAIT_MILLIS) {
        return Duration.ofMillis((long) millis);
      }
    } catch (NumberFormatException e) {
      // falls through to the one message below, which says what is allowed
    }
    throw new ApiException(
        ErrorCode.BAD_REQUEST, "wait_time must be a number from 0 to " + MAX_WAIT_MILLIS);
  }
}
