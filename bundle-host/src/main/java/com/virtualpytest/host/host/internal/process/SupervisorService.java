package com.virtualpytest.host.host.internal.process;

import com.virtualpytest.host.api.process.ManagedProcess;
import com.virtualpytest.host.api.process.ProcessDescription;
import com.virtualpytest.host.api.process.ProcessSupervisor;
import java.util.List;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** The supervisor as bundles get it: one instance for each, which knows whose it is. */
@Component(scope = ServiceScope.BUNDLE, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class SupervisorService implements ProcessSupervisor {
  private final OwnedProcesses processes;

  @Activate
  public SupervisorService(@Reference Processes processes, ComponentContext context) {
    this.processes = processes.of(HostProcesses.ownerName(context.getUsingBundle()), "");
  }

  /** The bundle released the service: its processes go on, its listeners do not. */
  @Deactivate
  public void deactivate() {
    processes.close();
  }

  @Override
  public ManagedProcess run(ProcessDescription description) {
    return processes.run(description);
  }

  @Override
  public List<ManagedProcess> processes() {
    return processes.processes();
  }

  @Override
  public void remove(String name) {
    processes.remove(name);
  }
}
