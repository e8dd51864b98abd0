package com.virtualpytest.host.host.internal.process;

import com.virtualpytest.host.api.event.Topics;
import com.virtualpytest.host.api.process.ManagedProcess;
import com.virtualpytest.host.api.process.ProcessStatus;
import com.virtualpytest.host.host.internal.context.ProcessOwners;
import com.virtualpytest.host.host.internal.settings.HostSettings;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;

/**
 * The one supervisor of the host. Immediate, because processes must not end when nobody uses the
 * service for a moment; they end with this component, when the host stops.
 */
@Component(
    service = {Processes.class, ProcessOwners.class},
    immediate = true,
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class HostProcesses implements Processes, ProcessOwners {
  private final BundleContext context;
  private final Supervisor supervisor;
  private final BundleListener uninstalled = this::bundleChanged;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  private volatile EventAdmin events;

  @Activate
  public HostProcesses(BundleContext context, @Reference HostSettings settings) {
    this.context = context;
    this.supervisor =
        new Supervisor(Timing.production(), System.getenv(), settings.dataFolder(), this::publish);
    context.addBundleListener(uninstalled);
  }

  /** Ends all processes; takes 5 s at most. */
  @Deactivate
  public void deactivate() {
    context.removeBundleListener(uninstalled);
    supervisor.close();
  }

  @Override
  public List<ProcessStatus> statuses() {
    return supervisor.statuses();
  }

  @Override
  public Optional<ManagedProcess> find(String owner, String name) {
    return supervisor.find(owner, name);
  }

  @Override
  public OwnedProcesses of(String owner, String prefix) {
    return supervisor.of(owner, prefix);
  }

  @Override
  public OwnedProcesses owned(String owner, String prefix) {
    return supervisor.of(owner, prefix);
  }

  /** While another generation of a bundle is installed, its processes have an owner. */
  private void bundleChanged(BundleEvent event) {
    String owner = ownerName(event.getBundle());
    if (event.getType() == BundleEvent.UNINSTALLED
        && Arrays.stream(context.getBundles())
            .filter(bundle -> bundle.getState() != Bundle.UNINSTALLED)
            .noneMatch(bundle -> ownerName(bundle).equals(owner))) {
      supervisor.removeAll(owner);
    }
  }

  /** How a bundle is known as an owner: all its generations share the symbolic name. */
  static String ownerName(Bundle bundle) {
    String name = bundle.getSymbolicName();
    return name == null ? "bundle-" + bundle.getBundleId() : name;
  }

  private void publish(Change change) {
    EventAdmin admin = events;
    if (admin != null) {
      admin.postEvent(new Event(Topics.PROCESS + "state", properties(change)));
    }
  }

  private static Map<String, Object> properties(Change change) {
    ProcessStatus now = change.now();
    Map<String, Object> properties = new HashMap<>();
    properties.put(Topics.TIMESTAMP, now.status().since().toEpochMilli());
    properties.put("name", now.name());
    properties.put("owner", now.owner());
    properties.put("from", change.from().wireName());
    properties.put("to", now.status().state().wireName());
    properties.put("restarts", now.restarts());
    if (now.status().detail() != null) {
      properties.put("detail", now.status().detail());
    }
    return properties;
  }
}
