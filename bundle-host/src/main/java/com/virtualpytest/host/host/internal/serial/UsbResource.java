package com.virtualpytest.host.host.internal.serial;

import com.virtualpytest.host.host.internal.registry.DeviceRegistry;
import com.virtualpytest.host.host.internal.serial.HardwareViews.UsbView;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** {@code GET /host/usb}: what is plugged into this machine and who uses it. */
@Component(service = UsbResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("usb")
@Produces(MediaType.APPLICATION_JSON)
public final class UsbResource {
  private final DeviceRegistry registry;

  /** What is there. */
  public record Devices(boolean success, List<UsbView> devices) {}

  @Activate
  public UsbResource(@Reference DeviceRegistry registry) {
    this.registry = registry;
  }

  @GET
  public Devices all() {
    return new Devices(true, HardwareViews.of(registry.snapshot()).usb());
  }
}
