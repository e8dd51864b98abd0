package com.virtualpytest.host.host.internal.verification;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.VerificationController;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.command.CommandTimeout;
import com.virtualpytest.host.host.internal.command.Failed;
import com.virtualpytest.host.host.internal.command.Served;
import com.virtualpytest.host.host.internal.control.Lookup;
import com.virtualpytest.host.host.internal.control.ResponseThreads;
import com.virtualpytest.host.host.internal.registry.Binding;
import com.virtualpytest.host.host.internal.registry.BoundDevice;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code /host/verification/*}: checks of devices. */
@Component(service = VerificationResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("verification")
@Produces(MediaType.APPLICATION_JSON)
public final class VerificationResource {
  private static final String ADB = "adb";
  private static final String DEFAULT_CHECK = "waitForElementToAppear";

  /** A check waits for a minute at most; the rest is for looking, and for commands before it. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final DeviceRegistry registry;
  private final ResponseThreads threads;
  private final Clock clock = Clock.systemUTC();

  /** What can be checked. */
  public record VerificationStatus(
      boolean success,
      String status,
      List<String> controllersAvailable,
      String message,
      boolean hostConnected,
      String deviceId,
      String deviceModel,
      String deviceName) {}

  @Activate
  public VerificationResource(
      @Reference DeviceRegistry registry, @Reference ResponseThreads threads) {
    this.registry = registry;
    this.threads = threads;
  }

  @POST
  @Path("adb/waitForElementToAppear")
  public CompletionStage<Response> appears(
      VerificationRequest request, @QueryParam("device_id") String fromQuery) {
    return waitFor("waitForElementToAppear", request, fromQuery);
  }

  @POST
  @Path("adb/waitForElementToDisappear")
  public CompletionStage<Response> disappears(
      VerificationRequest request, @QueryParam("device_id") String fromQuery) {
    return waitFor("waitForElementToDisappear", request, fromQuery);
  }

  /** Runs the check that the body names. */
  @POST
  @Path("{type}/execute")
  public CompletionStage<Response> execute(
      @PathParam("type") String type,
      VerificationRequest request,
      @QueryParam("device_id") String fromQuery) {
    if (request.verification() == null) {
      throw new ApiException(ErrorCode.BAD_REQUEST, "verification is required");
    }
    String asked = request.verification().command();
    boolean none = asked == null || asked.isEmpty();
    if (none && !type.equals(ADB)) {
      throw new ApiException(ErrorCode.BAD_REQUEST, "verification.command is required");
    }
    String command = none ? DEFAULT_CHECK : asked;
    Map<String, Object> params = request.verification().params();
    Map<String, Object> given = params == null ? Map.of() : params;
    return run(request.deviceOr(fromQuery), type, command, given, null);
  }

  @GET
  @Path("getStatus")
  public VerificationStatus status(@QueryParam("device_id") String id) {
    BoundDevice device = Lookup.device(registry.snapshot(), VerificationRequest.device(id, null));
    return new VerificationStatus(
        true,
        "ready",
        available(device),
        "Verification system is ready",
        true,
        device.definition().id(),
        device.definition().model(),
        device.definition().name());
  }

  private static List<String> available(BoundDevice device) {
    List<String> names = new ArrayList<>();
    for (Capability capability : device.capabilities()) {
      if (capability != Capability.VERIFICATION) {
        names.add(capability.wireName());
        continue;
      }
      device.bindings(capability).stream()
          .flatMap(binding -> binding.verifications().stream())
          .map(check -> "verification_" + check.type())
          .distinct()
          .forEach(names::add);
    }
    return names;
  }

  private CompletionStage<Response> waitFor(
      String command, VerificationRequest request, String fromQuery) {
    if (request.searchTerm() == null || request.searchTerm().isBlank()) {
      throw new ApiException(ErrorCode.BAD_REQUEST, "search_term is required");
    }
    Map<String, Object> params = new LinkedHashMap<>();
    params.put("search_term", request.searchTerm());
    params.put("timeout", request.timeout());
    return run(request.deviceOr(fromQuery), ADB, command, params, command);
  }

  /**
   * @param shown the command's name for the answer; null for an answer without it
   */
  private CompletionStage<Response> run(
      String id, String type, String command, Map<String, Object> params, String shown) {
    Binding binding = binding(id, type);
    Duration limit = CommandTimeout.of(LIMIT, params, Duration.ZERO);
    Command check = new Command(command, params, clock.instant().plus(limit));
    return threads
        .answer(
            binding.call(
                VerificationController.class,
                command,
                check.deadline(),
                controller -> controller.verify(check)),
            verdict ->
                Response.ok(VerificationAnswer.of(verdict, type, shown, shown == null ? null : id))
                    .build())
        .exceptionally(failure -> failed(failure, type, command, id));
  }

  /** A device that cannot be looked at is an error, whatever was asked. */
  private static Response failed(Throwable failure, String type, String command, String id) {
    Failed failed =
        Served.require(Failed.of(failure, id).orElseThrow(() -> new CompletionException(failure)));
    boolean callersFault = failed.code() == ErrorCode.BAD_REQUEST;
    return Response.status(callersFault ? 400 : 500)
        .entity(
            callersFault
                ? failed
                : failed.saying(
                    type.toUpperCase(Locale.ROOT) + " " + command + " error: " + failed.error()))
        .build();
  }

  private Binding binding(String id, String type) {
    List<Binding> bindings =
        registry
            .snapshot()
            .device(id)
            .map(device -> device.bindings(Capability.VERIFICATION))
            .orElse(List.of());
    return bindings.stream()
        .filter(binding -> offers(binding, type))
        .findFirst()
        .or(() -> bindings.stream().filter(one -> one.verifications().isEmpty()).findFirst())
        .orElseThrow(
            () ->
                new ApiException(
                    ErrorCode.NOT_FOUND,
                    "No verification_" + shown(type) + " controller found for device " + shown(id),
                    null,
                    null));
  }

  private static boolean offers(Binding binding, String type) {
    return binding.verifications().stream().anyMatch(check -> check.type().equals(type));
  }

  private static String shown(String id) {
    return id.length() <= 80 ? id : id.substring(0, 80) + "…";
  }
}
