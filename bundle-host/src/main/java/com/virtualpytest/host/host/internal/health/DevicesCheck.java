package com.virtualpytest.host.host.internal.health;

import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.host.internal.registry.Binding;
import com.virtualpytest.host.host.internal.registry.BoundDevice;
import com.virtualpytest.host.host.internal.registry.DeviceRegistry;
import org.apache.felix.hc.annotation.HealthCheckService;
import org.apache.felix.hc.annotation.ResultTTL;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** A device that cannot be used makes the host degraded. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@HealthCheckService(name = "Devices", tags = HealthAnswers.DEGRADING_TAG)
@ResultTTL(resultCacheTtlInMs = 1_000)
public final class DevicesCheck implements HealthCheck {

  private final DeviceRegistry registry;

  @Activate
  public DevicesCheck(@Reference DeviceRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Result execute() {
    FormattingResultLog log = new FormattingResultLog();
    log.info("{} known", registry.snapshot().devices().size());
    for (BoundDevice device : registry.snapshot().devices()) {
      for (Binding binding : device.bindings()) {
        // answers within half a second, whatever the driver does
        Status status = binding.status().join();
        String name = device.definition().id() + " (" + binding.driver() + ")";
        if (status.state().usable()) {
          log.debug("{} is {}", name, status.state().wireName());
        } else {
          log.warn("{} is {}: {}", name, status.state().wireName(), status.detail());
        }
      }
    }
    return new Result(log);
  }
}
