package com.virtualpytest.host.host.internal.control;

import com.virtualpytest.host.host.internal.registry.BoundDevice;
import com.virtualpytest.host.host.internal.registry.DeviceRegistry;
import com.virtualpytest.host.host.internal.registry.Snapshot;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/**
 * {@code GET /host/controllerStatus}: all controllers, or those of one device ({@code
 * ?device_id=}), by {@code device1.power} and the like.
 */
@Component(
    service = ControllerStatusResource.class,
    configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("controllerStatus")
@Produces(MediaType.APPLICATION_JSON)
public final class ControllerStatusResource {

  private final DeviceRegistry registry;
  private final ResponseThreads threads;
  private final Clock clock = Clock.systemUTC();

  /** The answer. */
  public record Controllers(boolean success, Map<String, ControllerView> controllers) {}

  @Activate
  public ControllerStatusResource(
      @Reference DeviceRegistry registry, @Reference ResponseThreads threads) {
    this.registry = registry;
    this.threads = threads;
  }

  @GET
  public CompletionStage<Controllers> status(@QueryParam("device_id") String deviceId) {
    Snapshot snapshot = registry.snapshot();
    List<BoundDevice> devices =
        deviceId == null || deviceId.isEmpty()
            ? snapshot.devices()
            : List.of(Lookup.device(snapshot, deviceId));
    return threads.answer(
        DevicesResource.views(devices, clock), views -> new Controllers(true, byName(views)));
  }

  private static Map<String, ControllerView> byName(List<DeviceView> devices) {
    Map<String, ControllerView> controllers = new LinkedHashMap<>();
    for (DeviceView device : devices) {
      device
          .controllers()
          .forEach(
              (capability, controller) ->
                  controllers.put(device.deviceId() + "." + capability, controller));
    }
    return controllers;
  }
}
