package com.virtualpytest.host.host.internal.registry;

import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.host.internal.context.ContextServices;
import java.util.Comparator;

/**
 * A driver service.
 *
 * @param driver the service
 * @param serviceId its service id, the key of this registration
 * @param ranking its service ranking
 * @param bundleId the bundle that registered it; another generation of it has another id
 * @param bundle the symbolic name of that bundle
 * @param services what the host gives on behalf of that bundle
 */
public record DriverRegistration(
    Driver driver,
    long serviceId,
    int ranking,
    long bundleId,
    String bundle,
    ContextServices services) {

  /** As OSGi orders services: highest ranking first, then the oldest. */
  static final Comparator<DriverRegistration> ORDER =
      Comparator.comparingInt(DriverRegistration::ranking)
          .reversed()
          .thenComparingLong(DriverRegistration::serviceId);
}
