package com.virtualpytest.host.host.internal.context;

/** Views on the supervised processes of other bundles. An OSGi service within this bundle. */
@FunctionalInterface
public interface ProcessOwners {

  /**
   * A view on the processes of one bundle.
   *
   * @param owner the bundle's symbolic name
   * @param prefix only processes whose names begin so; it is put before names that are given, and
   *     taken off names that are seen
   */
  DeviceProcesses owned(String owner, String prefix);
}
