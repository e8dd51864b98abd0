package com.virtualpytest.host.host.internal.registry;

/** Who serves which device now. An OSGi service within this bundle. */
@FunctionalInterface
public interface DeviceRegistry {

  /** The current snapshot. Never blocks, never null. */
  Snapshot snapshot();
}
