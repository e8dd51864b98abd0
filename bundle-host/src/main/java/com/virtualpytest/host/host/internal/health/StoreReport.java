package com.virtualpytest.host.host.internal.health;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.store.Store;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Names the database in the health answer: one that settings name always, the embedded one only
 * when something is wrong with it.
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
public final class StoreReport implements ServiceReport {

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile Store store;

  @Override
  public String name() {
    return "store";
  }

  @Override
  public Optional<Status> status() {
    Store now = store;
    if (now == null) {
      return Optional.empty();
    }
    Status status = now.status();
    boolean well = status.state() == State.READY || status.state() == State.STARTING;
    return now.figures().named() || !well ? Optional.of(status) : Optional.empty();
  }
}
