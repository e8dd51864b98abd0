package com.virtualpytest.host.host.internal.control;

import com.virtualpytest.host.host.internal.device.DeviceCatalog;
import com.virtualpytest.host.host.internal.device.DeviceProblem;
import com.virtualpytest.host.host.internal.lease.Leases;
import com.virtualpytest.host.host.internal.registry.BoundDevice;
import com.virtualpytest.host.host.internal.registry.DeviceRegistry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code GET /host/devices}: the devices, what they can do, and in which state that is. */
@Component(service = DevicesResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("devices")
@Produces(MediaType.APPLICATION_JSON)
public final class DevicesResource {

  private final DeviceRegistry registry;
  private final DeviceCatalog catalog;
  private final ResponseThreads threads;
  private final Leases leases;
  private final Clock clock = Clock.systemUTC();

  /**
   * The answer.
   *
   * @param problems configurations that were not taken, and why
   */
  public record Devices(boolean success, List<DeviceView> devices, List<DeviceProblem> problems) {}

  @Activate
  public DevicesResource(
      @Reference DeviceRegistry registry,
      @Reference DeviceCatalog catalog,
      @Reference ResponseThreads threads,
      @Reference Leases leases) {
    this.leases = leases;
    this.registry = registry;
    this.catalog = catalog;
    this.threads = threads;
  }

  @GET
  public CompletionStage<Devices> devices() {
    CompletableFuture<List<DeviceView>> views = views(registry.snapshot().devices(), clock);
    return threads.answer(
        views,
        list -> new Devices(true, list.stream().map(this::held).toList(), catalog.problems()));
  }

  private DeviceView held(DeviceView device) {
    return device.heldBy(leases.held(device.deviceId()).orElse(null));
  }

  static CompletableFuture<List<DeviceView>> views(List<BoundDevice> devices, Clock clock) {
    List<CompletableFuture<DeviceView>> views =
        devices.stream().map(device -> DeviceView.of(device, clock)).toList();
    return CompletableFuture.allOf(views.toArray(CompletableFuture[]::new))
        .thenApply(nothing -> views.stream().map(CompletableFuture::join).toList());
  }
}
