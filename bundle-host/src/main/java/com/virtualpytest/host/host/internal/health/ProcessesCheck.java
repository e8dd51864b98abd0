package com.virtualpytest.host.host.internal.health;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.process.ProcessStatus;
import com.virtualpytest.host.host.internal.process.Processes;
import org.apache.felix.hc.annotation.HealthCheckService;
import org.apache.felix.hc.annotation.ResultTTL;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** A supervised process that is not ready makes the host degraded. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@HealthCheckService(name = "Supervised processes", tags = HealthAnswers.DEGRADING_TAG)
@ResultTTL(resultCacheTtlInMs = 0)
public final class ProcessesCheck implements HealthCheck {

  private final Processes processes;

  @Activate
  public ProcessesCheck(@Reference Processes processes) {
    this.processes = processes;
  }

  @Override
  public Result execute() {
    FormattingResultLog log = new FormattingResultLog();
    log.info("{} known", processes.statuses().size());
    for (ProcessStatus process : processes.statuses()) {
      State state = process.status().state();
      if (state == State.READY) {
        log.debug("{} is ready", process.name());
      } else {
        log.warn("{} is {}: {}", process.name(), state.wireName(), process.status().detail());
      }
    }
    return new Result(log);
  }
}
