package com.virtualpytest.host.host.internal.control;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.host.internal.deploy.BundleRecord;
import com.virtualpytest.host.host.internal.deploy.Deployment;
import com.virtualpytest.host.host.internal.health.HealthAnswers.Health;
import com.virtualpytest.host.host.internal.http.DirectAnswers;
import com.virtualpytest.host.host.internal.registry.DeviceRegistry;
import com.virtualpytest.host.host.internal.text.AnswerForm;
import com.virtualpytest.host.host.internal.text.Table;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/**
 * {@code GET /host/system/status}: the host at a glance, as JSON, and as text for the command line.
 */
@Component(service = StatusResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("system/status")
@Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
public final class StatusResource {
  private static final String NONE = "-";

  private final DirectAnswers direct;
  private final DeviceRegistry registry;
  private final Deployment deployment;
  private final ResponseThreads threads;
  private final Clock clock = Clock.systemUTC();

  /**
   * The answer.
   *
   * @param status {@code healthy}, {@code degraded} or {@code unhealthy}
   * @param services their states, by name
   * @param bundles how many drop-in bundles are in which state
   */
  public record HostStatus(
      boolean success,
      String status,
      String hostName,
      Map<String, String> services,
      List<DeviceLine> devices,
      Map<String, Integer> bundles) {}

  /**
   * A device.
   *
   * @param state as {@code GET /host/devices} has it
   * @param controllers their states, by capability
   */
  public record DeviceLine(
      String deviceId,
      String deviceName,
      String deviceModel,
      String state,
      Map<String, String> controllers) {

    private static DeviceLine of(DeviceView device) {
      Map<String, String> states = new TreeMap<>();
      device
          .controllers()
          .forEach((capability, controller) -> states.put(capability, controller.status().state()));
      return new DeviceLine(
          device.deviceId(),
          device.deviceName(),
          device.deviceModel(),
          device.controllerStatus(),
          states);
    }
  }

  @Activate
  public StatusResource(
      @Reference DirectAnswers direct,
      @Reference DeviceRegistry registry,
      @Reference Deployment deployment,
      @Reference ResponseThreads threads) {
    this.direct = direct;
    this.registry = registry;
    this.deployment = deployment;
    this.threads = threads;
  }

  /** Asks all devices for their states, none of which takes long. */
  @GET
  public CompletionStage<Response> status(@Context Request request) {
    AnswerForm form = AnswerForm.of(request);
    return threads.answer(
        DevicesResource.views(registry.snapshot().devices(), clock),
        views -> {
          HostStatus status = status(views.stream().map(DeviceLine::of).toList());
          return form.answer(200, status, () -> text(status));
        });
  }

  private HostStatus status(List<DeviceLine> devices) {
    Health health = (Health) direct.get("/host/health").orElseThrow().body();
    Map<String, Integer> bundles = new TreeMap<>();
    deployment.bundles().stream()
        .map(BundleRecord::state)
        .map(State::wireName)
        .forEach(state -> bundles.merge(state, 1, Integer::sum));
    return new HostStatus(
        true, health.status(), health.hostName(), health.services(), devices, bundles);
  }

  private static String text(HostStatus status) {
    Table devices = new Table("DEVICE", "NAME", "MODEL", "STATE", "CONTROLLERS");
    for (DeviceLine device : status.devices()) {
      devices.row(
          device.deviceId(),
          device.deviceName(),
          device.deviceModel(),
          device.state(),
          words(device.controllers()));
    }
    return "%s is %s%nservices  %s%nbundles   %s%n%n%s"
        .formatted(
            status.hostName(),
            status.status(),
            words(status.services()),
            words(status.bundles()),
            devices);
  }

  private static String words(Map<String, ?> states) {
    return states.isEmpty()
        ? NONE
        : String.join(
            ", ", states.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());
  }
}
