package com.virtualpytest.host.host.internal.context;

import com.virtualpytest.host.api.process.ProcessSupervisor;

/** The processes of one device, as its controller sees them. */
public interface DeviceProcesses extends ProcessSupervisor, AutoCloseable {

  /** Ends all of them and forgets them. Returns at once. */
  void removeAll();

  /** Takes away the listeners that came through it; the processes go on. */
  @Override
  void close();
}
