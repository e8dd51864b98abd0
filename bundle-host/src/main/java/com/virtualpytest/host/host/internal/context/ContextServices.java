package com.virtualpytest.host.host.internal.context;

import org.osgi.service.log.Logger;

/** What the host gives on behalf of one driver bundle. Safe for all threads. */
public interface ContextServices {

  /** A logger of the driver's bundle. */
  Logger logger(String name);

  /**
   * The bundle's processes whose names begin with {@code prefix}; the prefix is put before the
   * names that the driver gives, and taken off what it sees.
   */
  DeviceProcesses processes(String prefix);
}
