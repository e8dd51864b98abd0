package com.virtualpytest.host.host.internal.serial;

import com.virtualpytest.host.host.internal.registry.DeviceRegistry;
import com.virtualpytest.host.host.internal.serial.HardwareViews.PortView;
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

/** {@code GET /host/serial/ports}: the serial ports of this machine and who uses them. */
@Component(service = SerialPortsResource.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@JakartarsResource
@Path("serial/ports")
@Produces(MediaType.APPLICATION_JSON)
public final class SerialPortsResource {
  private final DeviceRegistry registry;

  /** What is there. */
  public record Ports(boolean success, List<PortView> ports) {}

  @Activate
  public SerialPortsResource(@Reference DeviceRegistry registry) {
    this.registry = registry;
  }

  @GET
  public Ports all() {
    return new Ports(true, HardwareViews.of(registry.snapshot()).ports());
  }
}
