package com.virtualpytest.host.host.internal.generation;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * Which bundles stand by: they run beside an older generation of the same name, and what they
 * register counts for nothing until the switch. Safe for all threads.
 */
@Component(service = Generations.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class Generations {

  private final Set<Long> standingBy = ConcurrentHashMap.newKeySet();

  /** From now on, and before it is started. */
  public void standBy(long bundleId) {
    standingBy.add(bundleId);
  }

  /** It serves from now on, or is gone. */
  public void release(long bundleId) {
    standingBy.remove(bundleId);
  }

  public boolean standsBy(long bundleId) {
    return standingBy.contains(bundleId);
  }
}
