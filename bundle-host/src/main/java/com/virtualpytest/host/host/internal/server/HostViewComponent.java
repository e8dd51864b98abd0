package com.virtualpytest.host.host.internal.server;

import com.virtualpytest.host.api.device.Settings;
import com.virtualpytest.host.api.store.HostView;
import com.virtualpytest.host.host.internal.health.Readiness;
import com.virtualpytest.host.host.internal.registry.DeviceRegistry;
import com.virtualpytest.host.host.internal.settings.HostSettings;
import com.virtualpytest.host.host.internal.statistics.Machine;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** Gives the store the figures that the server is told, too. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
public final class HostViewComponent implements HostView {

  private final HostSettings settings;
  private final Readiness readiness;
  private final HostPayloads payloads;

  @Activate
  public HostViewComponent(
      @Reference HostSettings settings,
      @Reference DeviceRegistry registry,
      @Reference Machine machine,
      @Reference Readiness readiness) {
    this.settings = settings;
    this.readiness = readiness;
    this.payloads = new HostPayloads(settings, registry, machine, Clock.systemUTC());
  }

  @Override
  public Settings settings() {
    return settings;
  }

  @Override
  public boolean ready() {
    return readiness.ready();
  }

  @Override
  public Map<String, ?> machine() {
    return payloads.statistics();
  }

  @Override
  public List<? extends Map<String, ?>> devices() {
    return payloads.metrics();
  }
}
