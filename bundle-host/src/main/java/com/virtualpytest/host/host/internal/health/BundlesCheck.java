package com.virtualpytest.host.host.internal.health;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.host.internal.deploy.BundleRecord;
import com.virtualpytest.host.host.internal.deploy.Deployment;
import org.apache.felix.hc.annotation.HealthCheckService;
import org.apache.felix.hc.annotation.ResultTTL;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Tells the console of drop-in bundles that do not serve. A bad drop-in says nothing about the
 * host, so the health answer leaves this check out.
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@HealthCheckService(name = "Drop-in bundles", tags = "bundles")
@ResultTTL(resultCacheTtlInMs = 1_000)
public final class BundlesCheck implements HealthCheck {

  private final Deployment deployment;

  @Activate
  public BundlesCheck(@Reference Deployment deployment) {
    this.deployment = deployment;
  }

  @Override
  public Result execute() {
    FormattingResultLog log = new FormattingResultLog();
    log.info("{} known", deployment.bundles().size());
    for (BundleRecord bundle : deployment.bundles()) {
      if (bundle.state() == State.READY) {
        log.debug("{} is ready", bundle.name());
      } else {
        log.warn("{} is {}: {}", bundle.name(), bundle.state().wireName(), bundle.detail());
      }
    }
    return new Result(log);
  }
}
