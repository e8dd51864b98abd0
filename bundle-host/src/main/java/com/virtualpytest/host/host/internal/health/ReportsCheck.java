package com.virtualpytest.host.host.internal.health;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import java.util.List;
import java.util.Optional;
import org.apache.felix.hc.annotation.HealthCheckService;
import org.apache.felix.hc.annotation.ResultTTL;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** A link to another service that is not up makes the host degraded. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@HealthCheckService(name = "Links to other services", tags = HealthAnswers.DEGRADING_TAG)
@ResultTTL(resultCacheTtlInMs = 0)
public final class ReportsCheck implements HealthCheck {

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  private volatile List<ServiceReport> reports = List.of();

  @Override
  public Result execute() {
    FormattingResultLog log = new FormattingResultLog();
    for (ServiceReport report : reports) {
      Optional<Status> status = report.status();
      if (status.isEmpty()) {
        log.debug("{} is not configured", report.name());
      } else if (status.get().state() == State.READY) {
        log.info("{} is ready", report.name());
      } else {
        log.warn(
            "{} is {}: {}", report.name(), status.get().state().wireName(), status.get().detail());
      }
    }
    return new Result(log);
  }
}
