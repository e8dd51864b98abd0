package com.virtualpytest.host.host.internal.av;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.driver.AvController;
import com.virtualpytest.host.api.driver.CaptureFolder;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import com.virtualpytest.host.host.internal.control.Lookup;
import com.virtualpytest.host.host.internal.registry.Binding;
import com.virtualpytest.host.host.internal.registry.BoundDevice;
import com.virtualpytest.host.host.internal.registry.DeviceRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** Finds the sources of pictures. */
@Component(service = AvSources.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class AvSources {
  private final DeviceRegistry registry;

  /** An open source and its device. */
  public record Source(BoundDevice device, AvController controller) {}

  @Activate
  public AvSources(@Reference DeviceRegistry registry) {
    this.registry = registry;
  }

  /**
   * Who serves the pictures of a device.
   *
   * @throws ApiException {@code NOT_FOUND}
   */
  Binding binding(String device) {
    return Lookup.controller(registry.snapshot(), device, Capability.AV);
  }

  /**
   * The source of a device.
   *
   * @throws ApiException {@code NOT_FOUND}, {@code DEVICE_OFFLINE} while its driver is not open,
   *     {@code NOT_SUPPORTED}
   */
  AvController open(String device) {
    return binding(device).direct(AvController.class);
  }

  /** All sources that are open, in the order of their devices. */
  public List<Source> all() {
    List<Source> all = new ArrayList<>();
    for (BoundDevice device : registry.snapshot().devices()) {
      of(device).ifPresent(source -> all.add(new Source(device, source)));
    }
    return all;
  }

  /** The source of a device; empty when it has none that is open. */
  public static Optional<AvController> of(BoundDevice device) {
    try {
      return device.binding(Capability.AV).map(binding -> binding.direct(AvController.class));
    } catch (ApiException e) {
      return Optional.empty(); // not open
    }
  }

  /**
   * Where a source's files lie.
   *
   * @throws ApiException {@code NOT_SUPPORTED}: it writes none
   */
  static CaptureFolder folder(AvController source) {
    CaptureFolder folder = source.feed().folder();
    if (folder == null) {
      throw new ApiException(ErrorCode.NOT_SUPPORTED, "This source writes no files");
    }
    return folder;
  }
}
