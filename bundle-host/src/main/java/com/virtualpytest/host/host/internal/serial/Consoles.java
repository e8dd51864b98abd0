package com.virtualpytest.host.host.internal.serial;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.driver.SerialController;
import com.virtualpytest.host.host.internal.control.Lookup;
import com.virtualpytest.host.host.internal.registry.Binding;
import com.virtualpytest.host.host.internal.registry.DeviceRegistry;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** Finds the consoles of devices. */
@Component(service = Consoles.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class Consoles {
  private final DeviceRegistry registry;

  @Activate
  public Consoles(@Reference DeviceRegistry registry) {
    this.registry = registry;
  }

  /**
   * Who serves the console of a device.
   *
   * @throws com.virtualpytest.host.api.http.ApiException {@code NOT_FOUND}
   */
  Binding binding(String device) {
    return Lookup.controller(registry.snapshot(), device, Capability.SERIAL);
  }

  /**
   * The console of a device.
   *
   * @throws com.virtualpytest.host.api.http.ApiException {@code NOT_FOUND}, {@code DEVICE_OFFLINE}
   *     while its driver is not open, {@code NOT_SUPPORTED}
   */
  SerialController open(String device) {
    return binding(device).direct(SerialController.class);
  }
}
