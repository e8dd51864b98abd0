package com.virtualpytest.host.host.internal.process;

import com.virtualpytest.host.api.process.ManagedProcess;
import com.virtualpytest.host.api.process.ProcessStatus;
import java.util.List;
import java.util.Optional;

/** The host's own view of all supervised processes, whoever asked for them. For all threads. */
public interface Processes {

  /** What is known of every process, by owner in the order in which they were asked for. */
  List<ProcessStatus> statuses();

  /**
   * One process.
   *
   * @param owner the symbolic name of the bundle that asked for it
   * @param name its full name, as its status says it
   */
  Optional<ManagedProcess> find(String owner, String name);

  /**
   * The supervisor as one owner sees it, or a part of an owner such as a device.
   *
   * @param owner a symbolic name; its processes end when the last bundle of that name is
   *     uninstalled
   * @param prefix put before all names; empty for none
   */
  OwnedProcesses of(String owner, String prefix);
}
