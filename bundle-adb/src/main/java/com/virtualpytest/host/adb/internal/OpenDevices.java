package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.driver.DriverContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Where the routes of this bundle find the devices that its drivers have opened. */
@Component(service = OpenDevices.class)
public final class OpenDevices {
  private final Map<String, DeviceLink> links = new ConcurrentHashMap<>();
  private final AdbServer server;
  private final Calls calls = new Calls();

  @Activate
  public OpenDevices(@Reference AdbServer server) {
    this.server = server;
  }

  /**
   * Begins to look after a device.
   *
   * @throws SettingException a setting of the device or of the adb server is wrong
   */
  DeviceLink link(DeviceDefinition device, DriverContext context) throws SettingException {
    AdbSettings settings = AdbSettings.from(device);
    String id = device.id();
    DeviceLink link =
        new DeviceLink(settings, id, context, server, closed -> links.remove(id, closed));
    links.put(id, link);
    return link;
  }

  /** What routes are asking of devices now. */
  Calls calls() {
    return calls;
  }

  /** The device of that id. */
  Optional<DeviceLink> byId(String id) {
    return Optional.ofNullable(links.get(id));
  }

  /** The device that the adb server calls so. */
  Optional<DeviceLink> bySerial(String serial) {
    return links.values().stream().filter(link -> link.serial().equals(serial)).findFirst();
  }
}
